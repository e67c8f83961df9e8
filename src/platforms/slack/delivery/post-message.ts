import type { WebClient } from '@slack/web-api';
import type { Destination } from '../address.ts';
import type { MessageArguments } from '../render/render.ts';
import { type Failure, readFailure } from './send-outcome.ts';

/** A message as it is to be posted, and where. */
export interface Posting {
  readonly destination: Destination;
  readonly message: MessageArguments;
  /** For finding the message again. Everybody in the workspace can read it. */
  readonly metadata: ReturnType<typeof deliveryMetadata> | undefined;
  readonly token: string;
  /** The `externalId` of the message in whose thread it belongs. */
  readonly replyTo: string | undefined;
}

export type Posted = Failure | { readonly kind: 'sent'; readonly externalId: string };

/** A single request of chat.postMessage. */
export async function postMessage(
  web: Pick<WebClient, 'chat'>,
  { destination, message, metadata, token, replyTo }: Posting,
): Promise<Posted> {
  const thread = replyTo === undefined ? undefined : readExternalId(replyTo);
  const isDirect = destination.kind === 'user';
  try {
    const answer = await web.chat.postMessage({
      ...message,
      ...(metadata !== undefined && { metadata }),
      token,
      channel: thread?.channel ?? (isDirect ? destination.user : destination.channel),
      ...(thread !== undefined && { thread_ts: thread.ts }),
    });
    return { kind: 'sent', externalId: externalId(answer.channel, answer.ts) };
  } catch (error) {
    return readFailure(error, isDirect);
  }
}

export function deliveryMetadata(deliveryId: string) {
  return {
    event_type: 'paper_digest_delivery',
    event_payload: { delivery_id: deliveryId, v: 1 },
  };
}

/** `CHANNEL/TS`: of a direct message, the channel is that of the two. */
export function externalId(channel = '', ts = ''): string {
  return `${channel}/${ts}`;
}

export function readExternalId(id: string): { readonly channel: string; readonly ts: string } {
  const [channel = '', ts = ''] = id.split('/');
  return { channel, ts };
}
