import assert from 'node:assert/strict';
import fc from 'fast-check';
import { papersIn, type View } from '../../src/core/view.ts';
import {
  type ReplyOptions,
  renderDigest,
  renderReply,
} from '../../src/platforms/discord/render/render.ts';
import type { Occasion } from '../../src/platforms/platform.ts';
import { checkMessage } from '../fakes/discord/limits-check.ts';
import { createOpenApiCheck } from '../fakes/discord/openapi.ts';
import { type Active, readMarkdown } from '../platforms/discord/read-markdown.ts';
import { digestOf, hostilePapers, hostileText, hostileView } from './hostile.ts';
import { defineTarget } from './target.ts';

const openApi = createOpenApiCheck();
const channel = { address: 'discord:1/2', scope: 'channel' } as const;
const occasions = fc.oneof(
  fc.constantFrom<Occasion>(
    channel,
    { address: 'discord:@3', scope: 'personal' },
    { ...channel, mention: '<@&77>' },
  ),
  hostileText.map((mention): Occasion => ({ ...channel, mention })),
);

const onlyLink = 'https://arxiv.org/abs/2401.00001';

export const discordDigests = defineTarget({
  name: 'discord-digests',
  holds:
    'a digest of any papers keeps every limit, has each paper once, and nothing in a paper does anything',
  share: 2_000,
  input: fc.tuple(hostilePapers, fc.constantFrom('full', 'compact'), occasions),
  open: () => ({
    run([papers, layout, occasion]) {
      const view = digestOf(papers, layout, onlyLink);
      for (const { kind, text } of checkOnDiscord(view, occasion)) {
        assert.ok(isOurs(kind, text, occasion), `${kind} ${text}`);
      }
    },
  }),
});

/** What of a digest may do something: our own headings and ids, the link, the time, the role that was asked for. */
function isOurs(kind: Active['kind'], text: string, { mention }: Occasion): boolean {
  switch (kind) {
    case 'style':
      return text === '**';
    case 'line':
      return /^(?:## |-# |\d+\. )$/.test(text);
    case 'link':
      return text.includes(`](${onlyLink})`) || text.includes(onlyLink);
    case 'time':
      return text === '<t:1772528400:f>';
    case 'mention':
      return /^<@&\d{1,20}>$/.test(text) && mention?.includes(text.slice(3, -1)) === true;
    case 'code':
      return true;
    default:
      return false;
  }
}

export const discordViews = defineTarget({
  name: 'discord-views',
  holds: 'any view keeps every limit, and nothing in it mentions, styles or links by itself',
  share: 2_000,
  input: fc.tuple(hostileView, occasions, hostileText),
  open: () => ({
    run([view, occasion, query]) {
      checkActive(checkOnDiscord(view, occasion));
      checkDiscordReply(view, { path: ['papers', 'search'], args: { query } });
    },
  }),
});

/** Gives all that is active in it. */
function checkOnDiscord(view: View, occasion: Occasion): Active[] {
  const messages = renderDigest(view, occasion);
  assert.ok(messages.length > 0);
  assert.deepEqual(
    messages.flatMap(({ papers }) => papers),
    papersIn(view),
  );
  return messages.flatMap(({ payload: { body, fallback } }) =>
    [body, ...(fallback === undefined ? [] : [fallback])].flatMap((each) => {
      checkLimits('POST', '/channels/1/messages', each, 'channel');
      return activeIn(each);
    }),
  );
}

export function checkDiscordReply(view: View, share?: ReplyOptions['share']): void {
  const options = share === undefined ? {} : { share };
  const body = renderReply({ view, visibility: 'private', ok: true }, options);
  checkLimits('POST', '/webhooks/1/token', body, 'interaction');
  checkActive(activeIn(body));
}

export function checkLimits(
  method: string,
  path: string,
  body: object,
  on: 'channel' | 'interaction' | 'edit',
): void {
  assert.deepEqual(checkMessage(body, { on, files: 0 }), []);
  assert.deepEqual(openApi?.checkRequest(method, path, body) ?? [], []);
}

/** Links and times come from our own pieces; nothing else may be active but what layouts set. */
function checkActive(active: readonly Active[]): void {
  for (const { kind, text } of active) {
    if (kind === 'style') assert.equal(text, '**');
    if (kind === 'mention') assert.match(text, /^<(?:#|@|@&)\d{1,20}>$/);
    assert.notEqual(kind, 'emoji');
  }
}

/** Nothing in it is read but its end. */
const codeBlock = /```\n[\s\S]*?\n```/g;

function activeIn(body: object): Active[] {
  const embeds = 'embeds' in body ? body.embeds : [];
  const texts = [...textsOf(body, ['content']), ...textsOf(embeds, ['title', 'description'])];
  return texts.flatMap((text) => readMarkdown(text.replaceAll(codeBlock, '')).active);
}

/** Every string of a value under one of the keys. */
function textsOf(value: unknown, keys: readonly string[]): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'string' && keys.includes(key) ? [inner] : textsOf(inner, keys),
  );
}
