import { expect } from 'vitest';
import { commands } from '../../../src/commands/registry.ts';
import { openSlackPlatform } from '../../../src/platforms/slack/slack-platform.ts';
import { noPayloads, type PlatformStage } from '../../contracts/platform.contract.ts';
import { openFakeSlack } from '../slack/fake-slack.ts';
import { withoutJoining } from '../slack/slack-scene.ts';
import { idleDesk } from './idle-desk.ts';

/** Slack in Socket Mode, with the right to read its own messages. */
export async function openSlackStage(): Promise<PlatformStage> {
  const slack = await openFakeSlack();
  const team = slack.addTeam({
    name: 'lab',
    scopes: withoutJoining,
    users: [{ name: 'ada' }],
    channels: [
      { name: 'papers' },
      { name: 'old', archived: true },
      { name: 'elsewhere', members: ['ada'] },
      { name: 'secret', private: true, members: ['ada'] },
    ],
  });
  const platform = openSlackPlatform({
    apiUrl: slack.apiUrl,
    mode: { kind: 'socket', botToken: team.botToken, appToken: team.appToken },
    managers: 'members',
    commands,
    log: { info: () => undefined, warn: () => undefined },
  });
  await platform.start(idleDesk());
  const at = (channel: string): string => `slack:${team.team}/${team.channels[channel]}`;
  const user = team.users.ada ?? '';
  return {
    platform,
    place: at('papers'),
    actor: `slack:${team.team}/${user}`,
    count(address, words) {
      const [, place = ''] = address.split('/');
      const messages = place.startsWith('@') ? slack.dms(place.slice(1)) : slack.messages(place);
      return messages.filter(({ text }) => text.includes(words)).length;
    },
    breakOff(when) {
      slack.failNext('chat.postMessage', {
        status: 503,
        ...(when === 'after' && { afterStoring: true }),
      });
    },
    recognizes: false,
    badPlaces: [
      at('old'),
      at('elsewhere'),
      at('secret'),
      `slack:${team.team}/C0NONE`,
      'slack:T9/C9',
    ],
    unreadable: { addresses: ['slack:', 'slack:../x', 'discord:1/2', ''], payloads: noPayloads },
    async close() {
      await slack.close();
      expect(slack.violations).toEqual([]);
    },
  };
}
