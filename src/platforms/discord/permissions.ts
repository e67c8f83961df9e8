import type { Problem } from '../../core/problem.ts';

/** Source: Discord's developer documentation, topics/permissions. */
const bits = {
  administrator: 1n << 3n,
  manageServer: 1n << 5n,
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  embedLinks: 1n << 14n,
  sendMessagesInThreads: 1n << 38n,
} as const;

const announcementType = 5;

/** Channel types that can hold messages of ours, and the rights that writing there takes. Source: resources/channel. */
const channelTypes = {
  text: [0, 2, announcementType, 13],
  thread: [10, 11, 12],
  forum: [15],
} as const;

const needed = {
  text: ['viewChannel', 'sendMessages', 'embedLinks'],
  thread: ['viewChannel', 'sendMessagesInThreads', 'embedLinks'],
  forum: ['viewChannel', 'sendMessages', 'sendMessagesInThreads', 'embedLinks'],
} as const satisfies Record<keyof typeof channelTypes, readonly (keyof typeof bits)[]>;

/** As Discord's own settings call them. */
const rightNames = {
  viewChannel: 'View Channel',
  sendMessages: 'Send Messages',
  embedLinks: 'Embed Links',
  sendMessagesInThreads: 'Send Messages in Threads',
} as const;

/** A channel as far as writing in it goes. `permissions`: what the bot may do there, a number in digits. */
export interface ChannelRights {
  readonly name: string;
  readonly type: number;
  readonly permissions: string;
}

/** Whether a member with these permissions may manage digests. */
export function mayManage(permissions: string): boolean {
  return (bitfield(permissions) & (bits.administrator | bits.manageServer)) !== 0n;
}

export function isForum(type: number): boolean {
  return type === channelTypes.forum[0];
}

/** A channel that others can follow. */
export function isAnnouncement(type: number): boolean {
  return type === announcementType;
}

/** Why digests cannot be posted in a channel, as far as its rights tell; `next` ends the remedy: `, then run the command again`. */
export function channelProblem(
  { name, type, permissions }: ChannelRights,
  next = '',
): Problem | undefined {
  const kind = kindOf(type);
  if (kind === undefined) {
    return {
      message: `#${name} is not a channel that I can post in.`,
      remedy: 'Choose a text or announcement channel, a thread or a forum.',
    };
  }
  const given = bitfield(permissions);
  if ((given & bits.administrator) !== 0n) return undefined;
  const missing = needed[kind].filter((right) => (given & bits[right]) === 0n);
  if (missing.length === 0) return undefined;
  const names = missing.map((right) => rightNames[right]).join(', ');
  return {
    message: `I cannot post in #${name}: I am missing ${names} there.`,
    remedy: `Give me ${missing.length === 1 ? 'that permission' : 'those permissions'} in the settings of the channel${next}.`,
  };
}

function kindOf(type: number): keyof typeof channelTypes | undefined {
  const kinds = ['text', 'thread', 'forum'] as const;
  return kinds.find((kind) => channelTypes[kind].some((each) => each === type));
}

function bitfield(digits: string): bigint {
  return /^\d{1,40}$/.test(digits) ? BigInt(digits) : 0n;
}
