import {
  createTerminalPlatform,
  terminalAddress,
} from '../../../src/platforms/terminal/terminal-platform.ts';
import { noPayloads, type PlatformStage } from '../../contracts/platform.contract.ts';
import { createTextSink } from '../../platforms/terminal/text-sink.ts';
import { idleDesk } from './idle-desk.ts';

const style = { width: 80, color: false, unicode: true, hyperlinks: false };

/** A terminal that only shows. */
export async function openTerminalStage(): Promise<PlatformStage> {
  const { stream, text } = createTextSink();
  const platform = createTerminalPlatform({ output: stream, style });
  await platform.start(idleDesk());
  return {
    platform,
    place: terminalAddress,
    actor: 'terminal:local',
    count: (_address, words) => text().split(words).length - 1,
    recognizes: true,
    badPlaces: [],
    unreadable: { addresses: [], payloads: noPayloads },
    close: async () => undefined,
  };
}
