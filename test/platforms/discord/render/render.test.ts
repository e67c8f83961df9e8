import type { APIInteraction } from 'discord-api-types/v10';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Digest } from '../../../../src/core/digest.ts';
import type { Paper } from '../../../../src/core/paper.ts';
import type { Subscription } from '../../../../src/core/subscription.ts';
import type { Action, Block, Inline, View } from '../../../../src/core/view.ts';
import { digestView } from '../../../../src/core/views/digest-view.ts';
import { readInteraction } from '../../../../src/platforms/discord/interactions/read-interaction.ts';
import { decodeCustomId } from '../../../../src/platforms/discord/render/custom-id.ts';
import { renderDigest, renderReply } from '../../../../src/platforms/discord/render/render.ts';
import { digest } from '../../../fakes/digest.ts';
import { checkMessage } from '../../../fakes/discord/limits-check.ts';
import { createOpenApiCheck } from '../../../fakes/discord/openapi.ts';
import { paper, subscription } from '../../../fakes/papers.ts';
import { samplePaper } from '../../terminal/sample-paper.ts';
import { hostilePaper, hostileText } from '../hostile-papers.ts';
import { readMarkdown } from '../read-markdown.ts';

const payloadsOf = (...[view, occasion]: Parameters<typeof renderDigest>) =>
  renderDigest(view, occasion).map(({ payload }) => payload);

const openApi = createOpenApiCheck();
const channel = { address: 'discord:1/2', scope: 'channel' } as const;
const person = { address: 'discord:@3', scope: 'personal' } as const;
const occasions = [channel, person, { ...channel, mention: '<@&77>' }];

function digestOf(papers: readonly Paper[], given: Partial<Subscription> = {}): Digest {
  return digest({
    subscription: subscription({ queries: ['topic:llm-agents'], limit: 25, ...given }),
    chosen: papers.map((each) => ({ paper: each, rose: false })),
    leftOut: [{ paper: paper('2403.09999'), reason: { kind: 'over-limit', place: 26 } }],
  });
}

function viewOf(papers: readonly Paper[], given: Partial<Subscription> = {}): View {
  return digestView(digestOf(papers, given), { nextAt: Date.UTC(2026, 2, 3, 9) });
}

function manyPapers(count: number): Paper[] {
  return Array.from({ length: count }, (_, index) => ({
    ...samplePaper,
    id: `arxiv:2401.${String(index + 1).padStart(5, '0')}`,
    title: `Round ${index + 1}: ${samplePaper.title}`,
    tldr: samplePaper.abstract,
    links: { abs: `https://arxiv.org/abs/2401.${String(index + 1).padStart(5, '0')}` },
  }));
}

/** Every breach of a message about to be sent. */
function breaches(body: object): string[] {
  return [
    ...checkMessage(body, { on: 'channel', files: 0 }),
    ...(openApi?.checkRequest('POST', '/channels/1/messages', body) ?? []),
  ];
}

/** What a button of a message asks for when it is pressed. */
function pressedArguments(message: object, custom_id: string): unknown {
  const asked = readInteraction({
    id: '1',
    type: 3,
    data: { component_type: 2, custom_id },
    message,
    user: { id: '30', username: 'ana' },
    authorizing_integration_owners: {},
  } as APIInteraction);
  return asked?.kind === 'command' ? asked.invocation.args : asked;
}

/** Every string of a value under one of the keys. */
function textsOf(value: unknown, keys: readonly string[]): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'string' && keys.includes(key) ? [inner] : textsOf(inner, keys),
  );
}

const inline: fc.Arbitrary<Inline> = fc.oneof(
  hostileText(8),
  fc.record({ kind: fc.constantFrom('strong', 'code', 'mark'), text: hostileText(8) }),
  fc.record({ kind: fc.constant('link' as const), text: hostileText(8), url: fc.webUrl() }),
  fc.record({ kind: fc.constant('time' as const), at: fc.double(), zone: fc.constant('UTC') }),
  fc.record({ kind: fc.constant('place' as const), address: fc.constantFrom('discord:1/2', 'x') }),
) as fc.Arbitrary<Inline>;
const richText = fc.array(inline, { maxLength: 6 });
const action: fc.Arbitrary<Action> = fc.record({
  label: hostileText(4),
  path: fc.constantFrom(['papers', 'show'], ['papers', 'my', 'list']),
  args: fc.oneof(fc.constant({}), fc.record({ paper: hostileText(3) })),
});
const actions = fc.array(action, { maxLength: 30 });
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant('heading'), text: hostileText() }),
  fc.record({ kind: fc.constant('text'), text: richText }),
  fc.record({
    kind: fc.constant('paper'),
    paper: hostilePaper,
    place: fc.nat(99),
    detail: fc.constantFrom('line', 'card', 'full'),
    why: hostileText(),
    actions: fc.array(action, { maxLength: 3 }),
  }),
  fc.record({
    kind: fc.constant('facts'),
    facts: fc.array(fc.record({ name: hostileText(3), value: richText }), { maxLength: 12 }),
  }),
  fc.record({ kind: fc.constant('list'), items: fc.array(richText, { maxLength: 40 }) }),
  fc.record({
    kind: fc.constant('notice'),
    tone: fc.constantFrom('info', 'error'),
    text: richText,
    hint: hostileText(),
  }),
  fc.record({
    kind: fc.constant('code'),
    text: fc.oneof(hostileText(), fc.string({ minLength: 5_000, maxLength: 9_000 })),
  }),
  fc.record({ kind: fc.constant('actions'), actions }),
  fc.constant({ kind: 'divider' }),
) as fc.Arbitrary<Block>;

describe('limits', () => {
  test('property: a digest of any papers fits, and every paper is in it', () => {
    fc.assert(
      fc.property(
        fc.array(hostilePaper, { maxLength: 25 }),
        fc.constantFrom(...occasions),
        fc.constantFrom('full', 'compact'),
        (papers, occasion, layout) => {
          const view = viewOf(papers, { layout, scope: occasion.scope });
          const payloads = payloadsOf(view, occasion);
          for (const { body, fallback } of payloads) {
            expect(breaches(body)).toEqual([]);
            expect(fallback === undefined ? [] : breaches(fallback)).toEqual([]);
          }
          const bodies = payloads.map(({ body }) => body);
          const shown = textsOf(bodies, ['content', 'title']).join('\n');
          for (const place of papers.keys()) {
            expect(shown).toMatch(new RegExp(`(?:^|\\*\\*)${place + 1}\\. `, 'm'));
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('property: any view at all fits, in one message as a reply', () => {
    fc.assert(
      fc.property(hostileText(20), fc.array(block, { maxLength: 30 }), (summary, blocks) => {
        const view = { summary, blocks };
        const share = { path: ['papers', 'show'], args: { paper: '1' } };
        const reply = renderReply({ view, visibility: 'private', ok: true }, { share });
        expect(breaches(reply)).toEqual([]);
        for (const occasion of occasions) {
          for (const { body, fallback } of payloadsOf(view, occasion)) {
            expect(breaches(body)).toEqual([]);
            expect(fallback === undefined ? [] : breaches(fallback)).toEqual([]);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    [1, [1]],
    [10, [10]],
    [11, [5, 6]],
    [25, [8, 8, 9]],
  ])('%i papers are shared among messages of %j', (count, expected) => {
    for (const occasion of [channel, person]) {
      const payloads = payloadsOf(viewOf(manyPapers(count), { scope: occasion.scope }), occasion);
      const counts = payloads.map(
        ({ body }) =>
          new Set(
            textsOf(body, ['content', 'title'])
              .join('\n')
              .match(/Round \d+/g),
          ).size,
      );
      expect(counts).toEqual(expected);
    }
  });

  test.each([10, 11, 25])('what is drawn of %i papers is drawn once for many digests', (count) => {
    const { summary, blocks } = viewOf(manyPapers(count), { scope: channel.scope });
    const of = () => payloadsOf({ summary, blocks: [...blocks] }, channel);
    const drawn = (payloads: ReturnType<typeof of>) =>
      payloads.map(({ body }) => {
        const [container] = body.components ?? [];
        return container !== undefined && 'components' in container ? container.components[0] : '';
      });
    const [first, again] = [drawn(of()), drawn(of())];
    expect(first.every((each) => typeof each === 'object')).toBe(true);
    expect(first.map((each, index) => each === again[index])).toEqual(first.map(() => true));
  });

  test('a reply says how many papers it had no room for', () => {
    const blocks = viewOf(manyPapers(25)).blocks;
    const reply = renderReply({
      view: { summary: 'All', blocks },
      visibility: 'private',
      ok: true,
    });
    expect(textsOf(reply, ['content']).join('\n')).toContain(
      '-# 15 more papers would not fit here.',
    );
  });

  test('many papers without buttons still have their titles in a reply', () => {
    const blocks = manyPapers(40).map(
      (each): Block => ({ kind: 'paper', paper: each, detail: 'line' }),
    );
    const reply = renderReply({ view: { summary: '', blocks }, visibility: 'private', ok: true });
    const texts = textsOf(reply, ['content']);
    expect(texts.filter((text) => text.includes('[Round '))).toHaveLength(10);
    expect(texts.at(-1)).toBe('-# 30 more papers would not fit here.');
  });

  test('ten papers with summaries fit one message, each with its button', () => {
    const [only, ...more] = payloadsOf(viewOf(manyPapers(10)), channel);
    const texts = textsOf(only?.body, ['content']);
    expect(more).toEqual([]);
    expect(texts.join('').length).toBeGreaterThan(3_000);
    expect(texts.filter((text) => text.includes('We plan the round'))).toHaveLength(10);
    expect(textsOf(only?.body, ['label']).filter((label) => label === 'Details')).toHaveLength(10);
  });
});

describe('foreign text', () => {
  test('property: nothing in a paper does anything', () => {
    fc.assert(
      fc.property(hostilePaper, fc.constantFrom(...occasions), (given, occasion) => {
        const hostile = { ...given, links: { abs: 'https://arxiv.org/abs/2401.00001' } };
        for (const { body, fallback } of payloadsOf(viewOf([hostile]), occasion)) {
          const texts = textsOf([body, fallback], ['content', 'description']);
          const titles = textsOf(body.embeds ?? [], ['title']);
          const active = [...texts, ...titles].flatMap((text) => readMarkdown(text).active);
          for (const { kind, text } of active) {
            if (kind === 'style') expect(text).toBe('**');
            else if (kind === 'line') expect(text).toMatch(/^(?:## |-# |\d+\. )$/);
            else if (kind === 'link') expect(text).toContain(hostile.links.abs);
            else if (kind === 'code') expect(text).toMatch(/^`[^`]+`$/);
            else if (kind === 'time') expect(text).toBe('<t:1772528400:f>');
            else expect(text).toBe('<@&77>');
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test('nobody is mentioned but the role that was asked for', () => {
    for (const occasion of occasions) {
      const [first, ...more] = payloadsOf(viewOf(manyPapers(25)), occasion);
      const roles = 'mention' in occasion ? { roles: ['77'] } : {};
      expect(first?.body.allowed_mentions).toEqual({ parse: [], ...roles });
      expect(first?.fallback?.allowed_mentions).toEqual({ parse: [], ...roles });
      for (const { body } of more) {
        expect(body.allowed_mentions).toEqual({ parse: [] });
        expect((body.flags ?? 0) & (1 << 12)).not.toBe(0);
      }
    }
  });

  test.each(['everyone', '@here', '<@1>', ''])('“%s” is no role: nobody is called', (mention) => {
    const [only] = payloadsOf(viewOf(manyPapers(1)), { ...channel, mention });
    expect(only).toEqual(payloadsOf(viewOf(manyPapers(1)), channel)[0]);
  });
});

describe('buttons', () => {
  test('every id is unique in its message and says its command', () => {
    const twice: Block = {
      kind: 'actions',
      actions: [1, 2, 3].map(() => ({ label: 'Again', path: ['papers', 'saved'], args: {} })),
    };
    const reply = renderReply({
      view: { summary: '', blocks: [twice] },
      visibility: 'private',
      ok: true,
    });
    const ids = textsOf(reply, ['custom_id']);
    expect(new Set(ids).size).toBe(3);
    for (const id of ids) {
      expect(decodeCustomId(id)).toMatchObject({ path: ['papers', 'saved'], args: {} });
    }
  });

  test('property: none is missing, however long the query, and each says it whole', () => {
    const path = ['papers', 'search'];
    fc.assert(
      fc.property(
        fc.oneof(hostileText(30), fc.string({ minLength: 80, maxLength: 500 })),
        fc.constantFrom(...occasions),
        (text, occasion) => {
          // Queries with invisible characters are refused.
          const query = text.slice(0, 500).replaceAll(/\p{C}/gu, '');
          const pages = ['1', '3'].map((page) => ({ label: page, path, args: { query, page } }));
          const blocks: Block[] = [
            { kind: 'paper', paper: samplePaper, place: 1, detail: 'card' },
            { kind: 'actions', actions: pages },
          ];
          const view = { summary: 'Found', blocks };
          const share = { path, args: { query } };
          const reply = renderReply({ view, visibility: 'private', ok: true }, { share });
          const [digest] = payloadsOf(view, occasion);
          for (const message of [reply, digest?.body ?? {}]) {
            expect(breaches({ ...message })).toEqual([]);
            const ids = textsOf(message, ['custom_id']);
            const args = ids.map((custom_id) => pressedArguments(message, custom_id));
            const paged = ['1', '3'].map((page) => ({ query, page }));
            expect(args).toEqual(message === reply ? [...paged, { query }] : paged);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  test('a long query stands in a digest once, in small print', () => {
    const query = `"diffusion model" OR ${'kettle OR '.repeat(20)}tea`;
    const [only] = payloadsOf(viewOf(manyPapers(10), { queries: [query] }), channel);
    expect(textsOf(only?.body, ['label']).slice(-3)).toEqual([
      'More papers',
      'Get this privately',
      'About this digest',
    ]);
    expect(textsOf(only?.body, ['content']).at(-1)).toBe(`-# In full: \`${query}\``);
  });

  test('what was answered privately can be shown to all', () => {
    const reply = renderReply(
      { view: { summary: 'Two papers', blocks: [] }, visibility: 'private', ok: true },
      { share: { path: ['papers', 'trending'], args: { period: '7d' } } },
    );
    const [id = ''] = textsOf(reply, ['custom_id']);
    expect(decodeCustomId(id)).toMatchObject({
      kind: 'share',
      path: ['papers', 'trending'],
      args: { period: '7d' },
    });
  });
});

test('the caret under a query keeps its place', () => {
  const blocks: Block[] = [{ kind: 'code', text: 'titel:agent\n^^^^^' }];
  const reply = renderReply({ view: { summary: '', blocks }, visibility: 'private', ok: false });
  expect(textsOf(reply, ['content'])).toEqual(['```\ntitel:agent\n^^^^^\n```']);
});

test('a paused digest is told in words that a notification shows', () => {
  const view: View = {
    summary: 'I had to pause digest d1.',
    blocks: [
      {
        kind: 'notice',
        tone: 'warning',
        text: ['I had to pause digest d1.'],
        hint: 'Paused: the channel is gone',
      },
      {
        kind: 'actions',
        actions: [{ label: 'Resume', path: ['digest', 'resume'], args: { digest: 'd1' } }],
      },
    ],
  };
  const [only] = payloadsOf(view, person);
  expect(only?.body.content).toBe(
    '**Warning:** I had to pause digest d1.\n-# Paused: the channel is gone',
  );
  expect(textsOf(only?.body, ['label'])).toEqual(['Resume']);
});

describe('what rose since', () => {
  const [fresh, ...risen] = manyPapers(15) as [Paper, ...Paper[]];
  const block = (paper: Paper): Block => ({ kind: 'paper', paper, detail: 'line' });
  const view = (count: number): View => ({
    summary: 'Trending papers',
    blocks: [
      { kind: 'heading', text: 'Trending papers' },
      { kind: 'text', text: ['every paper'] },
      block(fresh),
      { kind: 'heading', text: 'Rose since' },
      ...risen.slice(0, count).map(block),
    ],
  });

  test.each([
    ['a channel', channel],
    ['a person', person],
    ['a channel where a role is mentioned', { ...channel, mention: '<@&77>' }],
  ])('is told apart for %s, with a fallback too', (_, occasion) => {
    const [only] = payloadsOf(view(2), occasion);
    for (const body of [only?.body, only?.fallback]) {
      const texts = textsOf(body, ['content', 'name', 'title']).join('\n');
      expect(texts).toMatch(/Round 1:.*Rose since.*Round 2:/s);
      expect(texts.match(/Rose since/g)).toHaveLength(1);
    }
  });

  test('begins a message with its heading where it is shared among several', () => {
    for (let count = 10; count < 15; count += 1) {
      const payloads = payloadsOf(view(count), person);
      const [first, second] = payloads.map(({ body }) => textsOf(body, ['name', 'title']));
      expect(payloads).toHaveLength(2);
      expect(
        [...(first ?? []), ...(second ?? [])].filter((text) => text === 'Rose since'),
      ).toHaveLength(1);
      expect(first?.at(-1)).not.toBe('Rose since');
    }
  });
});

describe('layouts', () => {
  const papers = [
    samplePaper,
    { ...(manyPapers(2)[1] as Paper), title: 'A *starred* round, @everyone' },
  ];

  test.each([
    ['channel', channel],
    ['personal', person],
    ['mention', { ...channel, mention: '<@&77>' }],
  ])('%s', async (name, occasion) => {
    const payloads = payloadsOf(viewOf(papers, { scope: occasion.scope }), occasion);
    const text = `${JSON.stringify(payloads, null, 2)}\n`;
    await expect(text).toMatchFileSnapshot(`layouts/${name}.json`);
  });

  test('details', async () => {
    const reply = renderReply({
      view: {
        summary: samplePaper.title,
        blocks: [
          { kind: 'paper', paper: samplePaper, detail: 'full' },
          {
            kind: 'actions',
            actions: [{ label: 'Save', path: ['papers', 'save'], args: { paper: '2401.00001' } }],
          },
        ],
      },
      visibility: 'private',
      ok: true,
    });
    await expect(`${JSON.stringify(reply, null, 2)}\n`).toMatchFileSnapshot('layouts/details.json');
  });
});
