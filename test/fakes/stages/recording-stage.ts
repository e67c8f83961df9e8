import type { PlatformStage } from '../../contracts/platform.contract.ts';
import { createRecordingPlatform } from '../recording-platform.ts';

/** What stands for a platform in the tests of deliveries must promise what the real ones do. */
export async function openRecordingStage(): Promise<PlatformStage> {
  const platform = createRecordingPlatform();
  return {
    platform,
    place: 'terminal:-',
    actor: 'local',
    count: (address, words) =>
      platform.sent.filter(
        (each) => each.address === address && JSON.stringify(each.payload).includes(words),
      ).length,
    recognizes: false,
    badPlaces: [],
    unreadable: { addresses: [], payloads: [] },
    close: async () => undefined,
  };
}
