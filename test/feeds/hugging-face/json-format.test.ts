import { describe, expect, test } from 'vitest';
import type { ParseContext } from '../../../src/feeds/feed.ts';
import { huggingFaceJson } from '../../../src/feeds/hugging-face/json-format.ts';

const context = { seenAt: '2025-06-02T12:00:00.000Z' };

function parse(value: unknown, asked: ParseContext = context) {
  const outcome = huggingFaceJson.parse(
    typeof value === 'string' ? value : JSON.stringify(value),
    asked,
  );
  if (outcome.kind !== 'parsed') throw new Error(outcome.message);
  return outcome;
}

function parseOne(entry: unknown, asked?: ParseContext) {
  const { papers, dropped } = parse([entry], asked);
  expect(dropped).toEqual([]);
  return papers[0];
}

function entry(paper: Record<string, unknown>, outer: Record<string, unknown> = {}) {
  return { paper: { id: '2501.90001', title: 'Tidy Desk', ...paper }, ...outer };
}

test('a whole entry of today', () => {
  const full = entry(
    {
      authors: [
        { name: 'A. Sample', hidden: false },
        { name: 'H. Hidden', hidden: true },
        { name: 'B. Example' },
        { name: 'B. Example' },
      ],
      publishedAt: '2025-05-30T00:00:00.000Z',
      submittedOnDailyAt: '2025-06-02T00:00:00.000Z',
      submittedOnDailyBy: { user: 'reader-2' },
      summary: 'An\nabstract.',
      upvotes: 12,
      ai_summary: 'In short.',
      ai_keywords: ['agents', 'tool use', 'agents'],
      githubRepo: 'https://code.example.org/\ntidy',
      githubStars: 0,
      projectPage: ' https://example.org/tidy',
      organization: { name: 'lab', fullname: 'Example Lab' },
      newFieldOfNextYear: { a: 1 },
    },
    { title: 'Tidy\n  Desk: $L_2$', numComments: 3, submittedBy: { name: 'reader-1' } },
  );
  expect(parseOne(full)).toEqual({
    id: 'arxiv:2501.90001',
    title: 'Tidy Desk: L₂',
    abstract: 'An abstract.',
    tldr: 'In short.',
    authors: ['A. Sample', 'B. Example', 'B. Example'],
    organization: 'Example Lab',
    categories: [],
    keywords: ['agents', 'tool use'],
    publishedAt: '2025-05-30T00:00:00.000Z',
    featuredOn: '2025-06-02',
    submitter: 'reader-1',
    links: {
      abs: 'https://arxiv.org/abs/2501.90001',
      pdf: 'https://arxiv.org/pdf/2501.90001',
      code: 'https://code.example.org/tidy',
      project: 'https://example.org/tidy',
      page: 'https://huggingface.co/papers/2501.90001',
    },
    stars: 0,
    upvotes: 12,
    comments: 3,
    sightings: [
      { feed: 'hugging-face', seenAt: context.seenAt, rank: 1, upvotes: 12, comments: 3 },
    ],
  });
});

test('id and title are enough, and null is absent', () => {
  const bare = parseOne(entry({}));
  expect(bare).toMatchObject({
    id: 'arxiv:2501.90001',
    title: 'Tidy Desk',
    abstract: '',
    upvotes: 0,
  });
  const nulls = {
    summary: null,
    authors: null,
    upvotes: null,
    githubRepo: null,
    organization: null,
    publishedAt: null,
  };
  expect(parseOne(entry(nulls, { title: null, submittedBy: null, numComments: null }))).toEqual(
    bare,
  );
});

describe('the day', () => {
  const old = { publishedAt: '2025-01-08T18:00:00.000Z' };
  test.each([
    [
      'its own',
      entry({ submittedOnDailyAt: '2025-06-02T09:10:11.000Z' }),
      '2025-01-01',
      '2025-06-02',
    ],
    ['else the one asked for', entry(old), '2025-01-01', '2025-01-01'],
    [
      'of old entries the submission',
      entry(old, { publishedAt: '2025-01-09T04:00:00.000Z' }),
      undefined,
      '2025-01-09',
    ],
    [
      'whose day opened the evening before',
      entry(old, { publishedAt: '2025-01-08T22:25:33.000Z' }),
      undefined,
      '2025-01-09',
    ],
    [
      'of new entries never the outer date',
      entry(
        { publishedAt: '2025-05-30T00:00:00.000Z' },
        { publishedAt: '2025-05-29T20:00:00.000Z' },
      ),
      undefined,
      undefined,
    ],
    [
      'of search answers none',
      entry(old, { publishedAt: '2025-01-09T04:00:00.000Z', highlightedTitle: [] }),
      undefined,
      undefined,
    ],
  ])('%s', (_, value, day, expected) => {
    const asked = day === undefined ? context : { ...context, day };
    expect(parseOne(value, asked)?.featuredOn).toBe(expected);
  });
});

test.each([
  ['2501.90001v3', 'arxiv:2501.90001'],
  ['arXiv:2501.90001', 'arxiv:2501.90001'],
  [2406.105, 'arxiv:2406.00105'],
])('the id %j is %s', (id, expected) => {
  expect(parseOne(entry({ id }))?.id).toBe(expected);
});

test.each([
  ['javascript:alert(1)', undefined],
  ['ftp://example.org/x', undefined],
  ['https://user:secret@example.org/', undefined],
  ['https://', undefined],
  ['example.org', undefined],
  [7, undefined],
  ['HTTPS://Example.org/A b', 'https://example.org/Ab'],
])('the link %j is %j', (githubRepo, expected) => {
  expect(parseOne(entry({ githubRepo }))?.links.code).toBe(expected);
});

test.each([-1, 1e300, '12', null, {}])('the absurd count %j is none', (upvotes) => {
  expect(parseOne(entry({ upvotes, githubStars: upvotes }))).toMatchObject({ upvotes: 0 });
  expect(parseOne(entry({ githubStars: upvotes }))).not.toHaveProperty('stars');
});

test('fields have their bounds', () => {
  const paper = parseOne(
    entry({
      title: 'word '.repeat(1_000),
      summary: 'word '.repeat(50_000),
      authors: Array.from({ length: 3_000 }, (_, index) => ({ name: `A. Sample ${index}` })),
      ai_keywords: Array.from({ length: 3_000 }, (_, index) => `keyword ${index}`),
    }),
  );
  expect(paper?.title.length).toBeLessThanOrEqual(500);
  expect(paper?.abstract.length).toBeLessThanOrEqual(20_000);
  expect(paper?.authors).toHaveLength(1_000);
  expect(paper?.keywords).toHaveLength(100);
});

test('bad entries are dropped with their reason, the good ones stay', () => {
  const { papers, dropped } = parse([
    entry({}),
    7,
    entry({ id: 'none' }),
    entry({ title: ' \n' }),
    null,
  ]);
  expect(papers).toHaveLength(1);
  expect(dropped).toEqual([
    { entry: 'entry 2', reason: 'it is not a whole JSON object' },
    { entry: 'entry 3 (none)', reason: 'it has no arXiv id' },
    { entry: 'entry 4 (2501.90001)', reason: 'it has no title' },
    { entry: 'entry 5', reason: 'it is not a whole JSON object' },
  ]);
});

test.each([
  ['an array', [entry({})]],
  ['under papers', { papers: [entry({})] }],
  ['under dailyPapers', { dailyPapers: [entry({})] }],
  ['one entry', entry({})],
  ['one flat paper', entry({}).paper],
  ['with a byte order mark', `\uFEFF${JSON.stringify([entry({})])}`],
])('the list may come as %s', (_, answer) => {
  expect(parse(answer).papers).toHaveLength(1);
});

test('a cut-off answer gives its whole entries, at every place of the cut', () => {
  const text = JSON.stringify([
    entry({}),
    entry({ id: '2501.90002', title: 'A "quoted" ] title' }),
  ]);
  const first = text.indexOf(',{"paper"', 2);
  for (let end = first; end < text.length - 1; end += 1) {
    const { papers, notes } = parse(text.slice(0, end));
    expect(papers).toHaveLength(end === text.length - 1 ? 2 : 1);
    expect(notes).toEqual(['The JSON is cut off, and the rest is missing. Whole entries read: 1.']);
  }
});

test('one broken entry does not spoil the others', () => {
  const text = `[${JSON.stringify(entry({}))}, {"paper": oops}, ${JSON.stringify(entry({ id: '2501.90003' }))}]`;
  const { papers, dropped, notes } = parse(text);
  expect(papers.map(({ id }) => id)).toEqual(['arxiv:2501.90001', 'arxiv:2501.90003']);
  expect(dropped).toEqual([{ entry: 'entry 2', reason: 'it is not a whole JSON object' }]);
  expect(notes).toEqual(['The JSON is broken in places. Whole entries read: 2.']);
});
