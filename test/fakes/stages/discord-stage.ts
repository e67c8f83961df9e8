import { expect } from 'vitest';
import { commands } from '../../../src/commands/registry.ts';
import { openDiscordPlatform } from '../../../src/platforms/discord/discord-platform.ts';
import { noPayloads, type PlatformStage } from '../../contracts/platform.contract.ts';
import { openFakeDiscord } from '../discord/open-fake-discord.ts';
import { idleDesk } from './idle-desk.ts';

const mayOnlyLook = 1n << 10n;

/** Discord with a server, as it is invited. */
export async function openDiscordStage(): Promise<PlatformStage> {
  const discord = await openFakeDiscord();
  const guild = discord.addGuild({
    name: 'lab',
    channels: [{ name: 'papers' }, { name: 'silent', permissions: mayOnlyLook }],
    members: [{ name: 'ada' }],
  });
  const platform = openDiscordPlatform({
    token: discord.token,
    apiUrl: discord.url,
    shards: 'auto',
    commands,
    log: { info: () => undefined, warn: () => undefined },
  });
  await platform.start(idleDesk());
  const at = (channel: string): string => `discord:${guild.id}/${guild.channels[channel]}`;
  const user = guild.members.ada ?? '';
  return {
    platform,
    place: at('papers'),
    actor: `discord:${user}`,
    count(address, words) {
      const [, place = ''] = address.split('/');
      const messages = address.includes('@') ? discord.dms(user) : discord.messages(place);
      return messages.filter((message) => JSON.stringify(message).includes(words)).length;
    },
    breakOff(when) {
      const fault = { status: 503, afterStoring: when === 'after' };
      discord.failNext(/^POST \/channels\/\d+\/messages/, fault);
    },
    recognizes: true,
    badPlaces: [at('silent'), `discord:${guild.id}/404`, `discord:404/${guild.channels.papers}`],
    unreadable: {
      addresses: ['discord:', 'discord:../x', 'slack:T1/C1', ''],
      payloads: noPayloads,
    },
    async close() {
      await discord.close();
      expect(discord.violations).toEqual([]);
    },
  };
}
