import assert from 'node:assert/strict';
import fc from 'fast-check';
import { papersIn, type View } from '../../src/core/view.ts';
import type { Occasion } from '../../src/platforms/platform.ts';
import type { Target as Command } from '../../src/platforms/slack/render/action-value.ts';
import { renderHome } from '../../src/platforms/slack/render/home.ts';
import { renderModal } from '../../src/platforms/slack/render/modal.ts';
import { renderDigest, renderReply } from '../../src/platforms/slack/render/render.ts';
import { checkMessage, checkView, type MessageKind } from '../fakes/slack/block-kit.ts';
import { digestOf, hostilePapers, hostileText, hostileView } from './hostile.ts';
import { defineTarget } from './target.ts';

const inChannel = { address: 'slack:T1/C1', scope: 'channel' } as const;
const occasions = fc.oneof(
  fc.constantFrom<Occasion>(inChannel, { address: 'slack:T1/@U1', scope: 'personal' }),
  fc.constant<Occasion>({ ...inChannel, mention: '<!subteam^S1|@readers>' }),
  hostileText.map((mention): Occasion => ({ ...inChannel, mention })),
);

export const slackDigests = defineTarget({
  name: 'slack-digests',
  holds: 'a digest of any papers keeps every limit, has each paper once, and calls nobody',
  share: 2_000,
  input: fc.tuple(hostilePapers, fc.constantFrom('full', 'compact'), occasions),
  open: () => ({
    run([papers, layout, occasion]) {
      const view = digestOf(papers, layout, 'https://arxiv.org/abs/2401.00001');
      checkOnSlack(view, occasion);
    },
  }),
});

export const slackViews = defineTarget({
  name: 'slack-views',
  holds: 'any view keeps every limit of messages, modals and the Home tab, and calls nobody',
  share: 2_000,
  input: fc.tuple(hostileView, occasions, hostileText),
  open: () => ({
    run([view, occasion, query]) {
      checkOnSlack(view, occasion);
      checkSlackReply(view, { path: ['papers', 'search'], args: { query } });
      assert.deepEqual(checkView(renderModal(view)), []);
      assert.deepEqual(checkView(renderHome([view, view])), []);
    },
  }),
});

function checkOnSlack(view: View, occasion: Occasion): void {
  const messages = renderDigest(view, occasion);
  assert.ok(messages.length > 0);
  assert.deepEqual(
    messages.flatMap(({ papers }) => papers),
    papersIn(view),
  );
  for (const [index, { payload }] of messages.entries()) {
    for (const message of [payload.arguments, payload.fallback]) {
      checkSlackMessage(message, 'chat', index === 0 ? calledBy(occasion) : []);
    }
  }
}

function calledBy({ mention = '' }: Occasion): readonly string[] {
  const [, called] = /^\s*<(!subteam\^S\w+|@[UW]\w+)(?:\|[^<>]*)?>\s*$/.exec(mention) ?? [];
  return called === undefined ? [] : [`<${called}>`];
}

export function checkSlackReply(view: View, share?: Command): void {
  const reply = { view, visibility: 'private', ok: true } as const;
  checkSlackMessage(renderReply(reply, share === undefined ? {} : { share }), 'response');
  checkSlackMessage(renderReply(reply, { sharedBy: 'U1' }), 'shared', ['<@U1>']);
}

/** Plain text and the values of buttons are not read for mentions, and may hold any: those in mrkdwn are looked at here. */
export function checkSlackMessage(
  message: object,
  kind: MessageKind,
  called: readonly string[] = [],
): void {
  const problems = checkMessage(message, kind).filter((each) => !each.includes('calls people'));
  assert.deepEqual(problems, []);
  const { text = '', blocks = [] } = message as { text?: string; blocks?: unknown };
  for (const read of [text, ...mrkdwnIn(blocks)]) {
    for (const [mention] of read.matchAll(/<[@!](?!date\^)[^<>]*>?/g)) {
      assert.ok(called.includes(mention), `calls ${mention}`);
    }
    assert.doesNotMatch(read, /&(?!(?:amp|lt|gt);)/);
  }
}

function mrkdwnIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('type' in value && value.type === 'mrkdwn' && 'text' in value) return [String(value.text)];
  return Object.values(value).flatMap(mrkdwnIn);
}
