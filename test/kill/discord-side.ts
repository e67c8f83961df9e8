import type { APIMessage } from 'discord-api-types/v10';
import { uniqueFor } from '../../src/platforms/discord/delivery/nonce.ts';
import { type FakeDiscord, openFakeDiscord } from '../fakes/discord/open-fake-discord.ts';
import { textOf } from '../fakes/discord-lab.ts';
import { growing, type Person, type Place, papersNamedIn, type Side } from './side.ts';

const manageServer = 1n << 5n;
const newMessage = /^POST \/channels\/\d+\/messages$/;
/** Of a process that died, nothing else was wrong. */
const ofTheDead = /was not acknowledged in time|broke the fake: Error: aborted/;

/** A server with two channels and two people who manage it. */
export async function openDiscordSide(): Promise<Side> {
  const discord = await openFakeDiscord({ openapi: false });
  const guild = discord.addGuild({
    name: 'Lab',
    channels: [{ name: 'papers' }, { name: 'general' }],
  });
  const users = ['ana', 'bo'].map((name) => discord.addUser(name));
  const channels = Object.values(guild.channels);
  const inGuild = (channel: string): string => `discord:${guild.id}/${channel}`;
  const posts = growing(discord.requests, (request) =>
    newMessage.test(`${request.method} ${request.path}`) ? request : undefined,
  );
  const wrong = growing(discord.violations, (line) => (ofTheDead.test(line) ? undefined : line));
  let told = 0;
  return {
    people: users.map((user) => personOf(discord, guild.id, user, channels.map(inGuild))),
    places: [
      ...channels.map((id) => placeOf(inGuild(id), () => discord.messages(id))),
      ...users.map((user) => placeOf(`discord:@${user}`, () => discord.dms(user))),
    ],
    env: () => ({ DISCORD_API_URL: discord.url, DISCORD_TOKEN: discord.token }),
    connect: async () => undefined,
    // Nobody resumes its session, which would be told of everything.
    async died() {
      discord.dropGateway({ resumable: false });
      await discord.drained();
    },
    posts,
    hangNextPost: (isShown) =>
      discord.failNext(newMessage, { hang: true, ...(isShown && { afterStoring: true }) }),
    violations() {
      const fresh = wrong().slice(told);
      told += fresh.length;
      return fresh.map((line) => `Discord: ${line}`);
    },
    close: discord.close,
  };
}

function personOf(
  discord: FakeDiscord,
  guild: string,
  user: string,
  channels: readonly string[],
): Person {
  return {
    actor: `discord:${user}`,
    channels,
    async ask(address, { path, main, options = {} }) {
      const channel = address.slice(address.indexOf('/') + 1);
      const trace = await discord.slash({
        user,
        guild,
        channel,
        command: path,
        permissions: manageServer,
        options: {
          ...options,
          ...(main && { [main[0]]: main[1] }),
          ...(path === 'digest add' && { channel }),
        },
      });
      return trace.isLoading || trace.message === undefined ? undefined : textOf(trace.message);
    },
  };
}

function placeOf(address: string, messages: () => readonly APIMessage[]): Place {
  return {
    address,
    canTell: true,
    markOf: (deliveryId) => uniqueFor(deliveryId).nonce,
    shown: () =>
      messages().flatMap((message) => {
        const { id, channel_id: channel, nonce } = message;
        if (nonce === undefined) return [];
        const papers = papersNamedIn(message);
        return [{ mark: String(nonce), externalId: `${channel}/${id}`, papers }];
      }),
  };
}
