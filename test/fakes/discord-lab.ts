import { ChannelType } from 'discord-api-types/v10';
import type { FakeDiscord } from './discord/open-fake-discord.ts';
import type { GuildIds } from './discord/surroundings.ts';

const manageServer = 1n << 5n;

type Options = Readonly<Record<string, string | number | boolean>>;
type Message = Parameters<FakeDiscord['press']>[0];

/** A server of its own for each test: Ana manages it, Bo does not. */
export function openLab(discord: FakeDiscord) {
  const guild: GuildIds = discord.addGuild({
    name: 'Lab',
    channels: [
      { name: 'general' },
      { name: 'papers' },
      { name: 'news', type: ChannelType.GuildAnnouncement },
      { name: 'forum', type: ChannelType.GuildForum },
      { name: 'thread', type: ChannelType.PublicThread, parent: 'papers' },
    ],
  });
  const [ana, bo] = [discord.addUser('ana'), discord.addUser('bo')];
  const channel = (name: string): string => guild.channels[name] ?? '';
  const slash = (user: string, command: string, options: Options = {}) =>
    discord.slash({
      user,
      guild: guild.id,
      command,
      options,
      ...(user === ana && { permissions: manageServer }),
    });
  const autocomplete = (user: string, command: string, focused: string, typed: string) =>
    discord.autocomplete({
      user,
      guild: guild.id,
      command,
      focused,
      options: { [focused]: typed },
      ...(user === ana && { permissions: manageServer }),
    });
  const press = (on: { readonly message: Message | undefined }, button: string, user: string) =>
    discord.press(messageOf(on), button, user, user === ana ? manageServer : 0n);
  async function addDigest(where = 'papers', query = 'agents OR diffusion'): Promise<string> {
    const added = await slash(ana, 'digest add', { channel: channel(where), query });
    const [, id] = /Digest (d\d+) is set up/.exec(textOf(added.message)) ?? [];
    if (id === undefined) throw new Error(textOf(added.message));
    return id;
  }
  const papers = channel('papers');
  return { guild, ana, bo, channel, papers, slash, autocomplete, press, addDigest };
}

export function messageOf({ message }: { readonly message: Message | undefined }): Message {
  if (message === undefined) throw new Error('There is no answer.');
  return message;
}

/** All that a message says. */
export function textOf(message: unknown): string {
  const texts: string[] = [];
  JSON.stringify(message ?? '', (key, value: unknown) => {
    const isText = ['content', 'title', 'description', 'text'].includes(key);
    if (isText && typeof value === 'string') texts.push(value);
    return value;
  });
  return texts.join('\n');
}

export async function said(asked: Promise<{ readonly message: unknown }>): Promise<string> {
  return textOf((await asked).message);
}

/** Waits for what comes about by itself; `account` is told where it does not. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  { withinMs = 5_000, account = (): string => '' } = {},
): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`It did not come about.\n${account()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
