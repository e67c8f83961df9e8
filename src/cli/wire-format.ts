import { deliveryId } from '../core/delivery.ts';
import { type Digest, leftOutText, matchedCount } from '../core/digest.ts';
import { slotKey } from '../core/schedule/schedule.ts';
import type { View } from '../core/view.ts';
import { readChoice } from './option-values.ts';
import type { Output } from './output.ts';
import type { VerbOption, VerbOptionValues } from './verb.ts';

const formats = ['text', 'json', 'discord', 'slack'] as const;

/** How a verb writes a digest: for people, as it was decided, or as the requests that post it. */
export type WireFormat = (typeof formats)[number];

export const formatOption: VerbOption = {
  type: 'string',
  value: 'FORMAT',
  help: 'text, json, or discord or slack for what is sent there; text by default',
};

export function readFormat(options: VerbOptionValues): WireFormat {
  return readChoice(options, 'format', formats) ?? (options.flag('json') ? 'json' : 'text');
}

/** Writes a digest, of which `view` is what people see. */
export async function writeDigest(
  digest: Digest,
  view: View,
  format: WireFormat,
  output: Output,
): Promise<void> {
  switch (format) {
    case 'text':
      return output.show(view);
    case 'json':
      return output.json(digestJson(digest));
    case 'discord':
      return output.json(await discordBodies(digest, view));
    case 'slack':
      return output.json(await slackArguments(digest, view));
  }
}

/** The bodies of the requests that post it. */
async function discordBodies({ subscription, slot }: Digest, view: View): Promise<unknown[]> {
  const { renderDigest } = await import('../platforms/discord/render/render.ts');
  const { uniqueFor } = await import('../platforms/discord/delivery/nonce.ts');
  return renderDigest(view, subscription).map(({ payload }, part) => ({
    ...payload.body,
    ...uniqueFor(deliveryId({ subscription: subscription.id, slot: slotKey(slot), part })),
  }));
}

/** What chat.postMessage is given beside the channel; `TS` is the first message's. */
async function slackArguments({ subscription, slot }: Digest, view: View): Promise<unknown[]> {
  const { renderDigest } = await import('../platforms/slack/render/render.ts');
  const { deliveryMetadata } = await import('../platforms/slack/delivery/post-message.ts');
  return renderDigest(view, subscription).map(({ payload }, part) => ({
    ...payload.arguments,
    metadata: deliveryMetadata(
      deliveryId({ subscription: subscription.id, slot: slotKey(slot), part }),
    ),
    ...(payload.threadOf !== undefined && { thread_ts: 'TS' }),
  }));
}

function digestJson(digest: Digest) {
  return {
    queries: digest.subscription.queries,
    slot: digest.slot.local,
    matched: matchedCount(digest),
    papers: digest.chosen.map(({ paper, why }) => ({
      ...paper,
      why: why?.reasons.map(({ text }) => text) ?? [],
    })),
    leftOut: digest.leftOut.map((each) => ({
      id: each.paper.id,
      title: each.paper.title,
      reason: each.reason.kind,
      text: leftOutText(each),
    })),
  };
}
