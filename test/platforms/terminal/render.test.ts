import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import type { Paper } from '../../../src/core/paper.ts';
import type { Block, View } from '../../../src/core/view.ts';
import { renderPlain, renderView, type TextStyle } from '../../../src/platforms/terminal/render.ts';
import { samplePaper } from './sample-paper.ts';

const introducer = '\u001b';
const ownSequences = new RegExp(`${introducer}(?:\\[\\d+m|\\]8;;[!-~]*\u0007)`, 'g');

const plain: TextStyle = { width: 60, color: false, unicode: true, hyperlinks: false };

function render(blocks: readonly Block[], style: Partial<TextStyle> = {}): string {
  return renderView({ summary: 'In short.', blocks }, { ...plain, ...style });
}

function card(detail: 'line' | 'card' | 'full', more: object = {}): Block {
  return { kind: 'paper', paper: samplePaper, detail, ...more };
}

describe('a paper', () => {
  test('as a line', () => {
    expect(
      render([card('line', { place: 1 }), card('line', { place: 10, why: 'matches “town”' })]),
    ).toMatchInlineSnapshot(`
      "1.  Paper routes: planning a round through a growing town
          ▲128 · ★2.1k · cs.CL · A. Rivera, M. Chen +4 ·
          21 Aug 2026 · 2401.00001
      10. Paper routes: planning a round through a growing town
          ▲128 · ★2.1k · cs.CL · A. Rivera, M. Chen +4 ·
          21 Aug 2026 · 2401.00001
          Why: matches “town”"
    `);
  });

  test('as a card, on a usual, a narrow and a wide terminal', () => {
    expect(render([card('card', { place: 2 })])).toMatchInlineSnapshot(`
      "2.  Paper routes: planning a round through a growing town
          ▲128 · ★2.1k · cs.CL · A. Rivera, M. Chen +4 ·
          21 Aug 2026 · 2401.00001
          A carrier plans a round while the town grows.
          https://arxiv.org/abs/2401.00001"
    `);
    expect(
      render([card('card', { place: 2 })], { width: 20, unicode: false }),
    ).toMatchInlineSnapshot(`
      "2.  Paper routes:
          planning a round
          through a
          growing town
          128 upvotes |
          2.1k stars |
          cs.CL |
          A. Rivera,
          M. Chen +4 |
          21 Aug 2026 |
          2401.00001
          A carrier plans
          a round while
          the town grows.
          https://arxiv.org/abs/2401.00001"
    `);
    expect(render([card('card')], { width: 100 })).toMatchInlineSnapshot(`
      "Paper routes: planning a round through a growing town
      ▲128 · ★2.1k · cs.CL · A. Rivera, M. Chen +4 · 21 Aug 2026 · 2401.00001
      A carrier plans a round while the town grows.
      https://arxiv.org/abs/2401.00001"
    `);
  });

  test('in full', () => {
    const actions = [{ label: 'Save', path: ['papers', 'save'], args: { paper: 'two words' } }];
    expect(render([card('full', { actions })])).toMatchInlineSnapshot(`
      "Paper routes: planning a round through a growing town
      Authors                Ana Rivera, Ming Chen, Round Team,
                             Ludwig van Dale, Solo, Fay Fox
      Organization           Institute of Rounds
      Published              20 Aug 2026
      Featured               21 Aug 2026
      Votes                  ▲128, 1 comment
        Hugging Face Papers  ▲128, 1 comment, place 3
        arXiv                place 12
      Stars                  ★2140
      Categories             cs.CL, cs.AI
      Keywords               planning, towns
      Id                     arxiv:2401.00001
      Paper                  https://arxiv.org/abs/2401.00001
      PDF                    https://arxiv.org/pdf/2401.00001
      Code                   https://code.example/rounds

      TL;DR A carrier plans a round while the town grows.

      We plan the round of one carrier. The town grows while the
      carrier walks. We plan the round of one carrier. The town
      grows while the carrier walks. We plan the round of one
      carrier. The town grows while the carrier walks. We plan the
      round of one carrier. The town grows while the carrier
      walks. We plan the round of one carrier. The town grows
      while the carrier walks. We plan the round of one carrier.
      The town grows while the carrier walks.

      Save  /papers save paper:"two words""
    `);
  });

  test('a snippet stands instead of the summary, its hits marked without color too', () => {
    const snippet = ['… one ', { kind: 'mark', text: 'carrier' }, ' walks …'];
    expect(render([card('card', { snippet })])).toContain('… one «carrier» walks …');
    expect(render([card('card', { snippet })], { unicode: false })).toContain('*carrier*');
    expect(render([card('card', { snippet })], { color: true })).toContain('\u001b[4mcarrier');
    expect(render([card('card', { snippet })])).not.toContain('A carrier plans');
  });

  test('many authors end with how many more', () => {
    const authors = Array.from({ length: 30 }, (_, index) => `Given Family${index + 1}`);
    const text = render([{ kind: 'paper', paper: { ...samplePaper, authors }, detail: 'full' }]);
    expect(text.replaceAll(/\s+/g, ' ')).toContain('Given Family12 +18 more');
  });

  test('a sparse paper leaves no empty labels', () => {
    const paper: Paper = {
      id: 'title:a-b',
      title: 'A b',
      abstract: '',
      authors: [],
      categories: [],
      keywords: [],
      links: {},
      upvotes: 0,
      comments: 0,
      sightings: [],
      arrivedAt: '2026-08-21T10:00:00.000Z',
    };
    expect(render([{ kind: 'paper', paper, detail: 'card' }])).toBe('A b\n▲0 · 21 Aug 2026');
    expect(render([{ kind: 'paper', paper, detail: 'full' }])).toBe(
      'A b\nVotes  ▲0, 0 comments\nId     title:a-b',
    );
  });
});

describe('other blocks', () => {
  test('each as people read it', () => {
    const at = Date.UTC(2026, 10, 24, 8);
    expect(
      render(
        [
          { kind: 'heading', text: 'Today' },
          {
            kind: 'facts',
            facts: [
              { name: 'Next', value: [{ kind: 'time', at, zone: 'Europe/Berlin' }] },
              {
                name: 'Source',
                value: [{ kind: 'link', text: 'feed', url: 'https://a.example/b' }],
              },
            ],
          },
          { kind: 'list', items: [['one ', { kind: 'code', text: '/papers help' }], ['two']] },
          { kind: 'divider' },
          {
            kind: 'actions',
            actions: [{ label: 'More', path: ['papers', 'search'], args: { page: '2' } }],
          },
        ],
        { width: 40 },
      ),
    ).toMatchInlineSnapshot(`
      "Today
      ─────
      Next    Tue 24 Nov 2026, 09:00 (Berlin)
      Source  feed <https://a.example/b>

      • one \`/papers help\`
      • two

      ────────────────────────────────────────

      More  /papers search page:2"
    `);
  });

  test.each([
    ['info', 'Note: it rests.'],
    ['success', 'Done: it rests.'],
    ['warning', 'Warning: it rests.'],
    ['error', 'Error: it rests.'],
  ] as const)('a notice says its tone in words: %s', (tone, expected) => {
    const block = { kind: 'notice', tone, text: ['it rests.'], hint: 'Wait.' } as const;
    expect(render([block])).toBe(`${expected}\n  Wait.`);
    expect(stripVTControlCharacters(render([block], { color: true }))).toBe(`${expected}\n  Wait.`);
  });

  test('a caret stays under its place where both lines are broken', () => {
    const text = `${'a'.repeat(30)} wrong\n${' '.repeat(31)}^^^^^`;
    expect(render([{ kind: 'code', text }], { width: 22 })).toBe(
      [`  ${'a'.repeat(20)}`, `  ${'a'.repeat(10)} wrong`, `  ${' '.repeat(11)}^^^^^`].join('\n'),
    );
  });

  test('code of more lines keeps their order', () => {
    const text = `${'a'.repeat(25)}\nb\nc`;
    expect(render([{ kind: 'code', text }], { width: 22 })).toBe(
      `  ${'a'.repeat(20)}\n  aaaaa\n  b\n  c`,
    );
  });

  test('actions are written by the given function', () => {
    const view: View = {
      summary: '',
      blocks: [
        { kind: 'actions', actions: [{ label: 'Show', path: ['papers', 'show'], args: {} }] },
      ],
    };
    expect(renderPlain(view, ({ path }) => path.join('!'))).toBe('Show  papers!show');
  });

  test('a time that does not exist, or in no known zone, is said', () => {
    const time = (at: number, zone: string) =>
      render([{ kind: 'text', text: [{ kind: 'time', at, zone }] }]);
    expect(time(Number.NaN, 'UTC')).toBe('an unknown time');
    expect(time(9e15, 'UTC')).toBe('an unknown time');
    expect(time(0, 'Mars/Base')).toBe('Thu 1 Jan 1970, 00:00 (UTC)');
  });

  test('a view without blocks is its summary', () => {
    expect(render([])).toBe('In short.');
  });
});

describe('links', () => {
  const link = (url: string): Block => ({
    kind: 'text',
    text: [{ kind: 'link', text: 'here', url }],
  });

  test('are hyperlinks where the terminal has them, else printed', () => {
    expect(render([link('https://a.example/ä')], { hyperlinks: true })).toBe(
      '\u001b]8;;https://a.example/%C3%A4\u0007here\u001b]8;;\u0007',
    );
    expect(render([link('https://a.example/')])).toBe('here <https://a.example/>');
  });

  test.each(['javascript:alert(1)', 'file:///etc/passwd', 'no url', ''])(
    'never lead anywhere but the web: %s',
    (url) => {
      expect(render([link(url)], { hyperlinks: true })).toBe(`here <${url}>`);
    },
  );

  test('a URL is never broken', () => {
    const url = `https://a.example/${'x'.repeat(80)}`;
    expect(render([link(url)], { width: 20 })).toBe(`here\n<${url}>`);
  });
});

describe('foreign text', () => {
  const hostile = 'a\u001b[31mb\u001b]0;t\u0007c\u202ed\u0000e\u009bf\u200fg\ud800h\r\ni';

  test('can do nothing', () => {
    const paper = { ...samplePaper, title: hostile };
    const [title] = render([{ kind: 'paper', paper, detail: 'card' }]).split('\n');
    expect(title).toBe('abcdefg\ufffdh i');
  });

  const styles = fc.record({
    width: fc.constantFrom(20, 21, 37, 60, 100, 1000, 0, Number.NaN),
    color: fc.boolean(),
    unicode: fc.boolean(),
    hyperlinks: fc.boolean(),
  });
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    fc.lorem({ maxCount: 40 }),
    fc.constantFrom(hostile, '大型语言模型'.repeat(30), '👩‍🔬'.repeat(40), 'e\u0301'.repeat(99)),
  );
  const papers = fc
    .record({
      title: text,
      abstract: text,
      tldr: text,
      author: text,
      url: fc.webUrl(),
      upvotes: fc.double(),
    })
    .map(({ author, url, ...fields }) => ({
      ...samplePaper,
      ...fields,
      authors: [author, 'B', author],
      organization: author,
      links: { abs: url },
    }));
  const views = fc
    .tuple(
      papers,
      fc.constantFrom('line', 'card', 'full'),
      text,
      fc.option(fc.nat(2000), { nil: undefined }),
    )
    .map(([paper, detail, words, place]) => ({
      summary: words,
      blocks: [
        { kind: 'heading', text: words },
        { kind: 'paper', paper, detail, why: words, ...(place === undefined ? {} : { place }) },
        { kind: 'facts', facts: [{ name: words, value: [{ kind: 'mark', text: words }] }] },
        { kind: 'list', items: [[words, { kind: 'strong', text: words }]] },
        { kind: 'notice', tone: 'info', text: [words], hint: words },
        { kind: 'code', text: words },
        { kind: 'actions', actions: [{ label: words, path: ['x'], args: { a: words } }] },
        { kind: 'divider' },
      ] satisfies Block[],
    }));

  test('stays within the width and writes no control characters but ours', () => {
    fc.assert(
      fc.property(views, styles, (view, style) => {
        const rendered = renderView(view, style);
        const width = Math.min(100, style.width || 100);
        const ours = rendered.replaceAll(ownSequences, '');
        expect(ours).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}\p{Cs}]/u);
        for (const line of ours.split('\n')) {
          if (!/https?:\/\//i.test(line)) expect(stringWidth(line)).toBeLessThanOrEqual(width);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('a heading that is one long URL is underlined no further than the terminal is wide', () => {
    const heading = `https://example.org/${'a'.repeat(80)}`;
    const [, rule = ''] = render([{ kind: 'heading', text: heading }], { width: 20 }).split('\n');
    expect(stringWidth(rule)).toBe(20);
  });

  test.each(['!', '(a)', "'", '*', '+', '$', ','])('a hyperlink with %s is wrapped', (sign) => {
    const url = `https://example.org/${sign}`;
    const text = [{ kind: 'link', text: 'towns'.repeat(20), url } as const];
    const shown = render([{ kind: 'text', text }], { width: 20, hyperlinks: true });
    for (const line of shown.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(20);
  });

  test('nothing of a title is lost where it is not clipped', () => {
    const squeezed = (each: string) => each.normalize().replaceAll(/\s+/gu, '');
    fc.assert(
      fc.property(fc.lorem({ maxCount: 30 }), fc.integer({ min: 10, max: 100 }), (title, width) => {
        const rendered = render(
          [{ kind: 'paper', paper: { ...samplePaper, title }, detail: 'card' }],
          { width },
        );
        expect(squeezed(rendered).startsWith(squeezed(title))).toBe(true);
      }),
    );
  });

  test('a text without end costs no time', () => {
    const title = '語'.repeat(1_000_000);
    const started = performance.now();
    render([{ kind: 'paper', paper: { ...samplePaper, title, abstract: title }, detail: 'full' }]);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
