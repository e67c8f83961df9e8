import type { WebClient } from '@slack/web-api';
import type { Destination } from './address.ts';
import type { Access } from './workspaces.ts';

/** Clocks differ, and an answer takes its time. */
const earlierMs = 30_000;
const mostRead = 50;
/** At once, Slack may not show it yet. */
const lookAfterMs = 5_000;

export interface Posted {
  readonly destination: Destination;
  readonly deliveryId: string;
  /** When it was sent, epoch milliseconds. */
  readonly sentAt: number;
}

/**
 * Whether a message stands where it was sent, by the delivery id in its metadata: its `externalId`, `absent`, or `unknown`
 * where the app may not read its own messages there.
 */
export async function confirmPosted(
  web: Pick<WebClient, 'conversations'>,
  { botToken: token, scopes }: Access,
  { destination, deliveryId, sentAt }: Posted,
  wait: (ms: number) => Promise<void>,
): Promise<{ readonly externalId: string } | 'absent' | 'unknown'> {
  const needed =
    destination.kind === 'user' ? ['im:history'] : ['channels:history', 'groups:history'];
  if (!needed.some((scope) => scopes.includes(scope))) return 'unknown';
  try {
    await wait(lookAfterMs);
    const channel =
      destination.kind === 'channel'
        ? destination.channel
        : (await web.conversations.open({ token, users: destination.user })).channel?.id;
    if (channel === undefined) return 'unknown';
    const { messages = [] } = await web.conversations.history({
      token,
      channel,
      oldest: String((sentAt - earlierMs) / 1_000),
      include_all_metadata: true,
      limit: mostRead,
    });
    const found = messages.find(({ metadata }) => idIn(metadata?.event_payload) === deliveryId);
    return found?.ts === undefined ? 'absent' : { externalId: `${channel}/${found.ts}` };
  } catch {
    return 'unknown';
  }
}

function idIn(payload: unknown): unknown {
  if (typeof payload !== 'object' || payload === null) return undefined;
  return 'delivery_id' in payload ? payload.delivery_id : undefined;
}
