import { expect, test } from 'vitest';
import { parseDocument } from '../../src/feeds/formats.ts';

const context = { seenAt: '2025-06-02T12:00:00.000Z' };
const corpusLine = {
  id: '1906.98172',
  title: 'Pipes: \\textit{A} Framework',
  abstract: 'Building pipes is hard.',
  authors: ['A. Sample'],
  publishedAt: '2019-06-14T05:49:22Z',
  categories: ['cs.DC'],
  featuredOn: '2024-08-01',
  upvotes: 5,
};

test('a line of a corpus', () => {
  expect(parseDocument(`${JSON.stringify(corpusLine)}\r\n\n`, context)).toMatchObject({
    format: 'papers-jsonl',
    papers: [
      {
        id: 'arxiv:1906.98172',
        title: 'Pipes: A Framework',
        publishedAt: '2019-06-14T05:49:22.000Z',
        featuredOn: '2024-08-01',
        upvotes: 5,
        sightings: [{ feed: 'file', seenAt: context.seenAt, upvotes: 5 }],
      },
    ],
  });
});

test('an array of our papers, and a cut-off one', () => {
  const text = JSON.stringify([corpusLine, { ...corpusLine, id: '1906.98173' }], null, 2);
  expect(parseDocument(text, context)).toMatchObject({
    format: 'papers-jsonl',
    papers: { length: 2 },
    notes: [],
  });
  expect(parseDocument(text.slice(0, -40), context)).toMatchObject({
    papers: { length: 1 },
    notes: ['The JSON is cut off, and the rest is missing.'],
  });
});

test('a paper without an id goes by its title', () => {
  const line = { title: 'Tidy Desk', abstract: 'Words.', id: 'title:whatever-123' };
  expect(parseDocument(JSON.stringify(line), context)).toMatchObject({
    papers: [{ id: expect.stringMatching(/^title:tidy-desk-/) }],
  });
});

test('bad lines are dropped, bad sightings ignored', () => {
  const sightings = [
    { feed: 'Not a feed', seenAt: 'x' },
    { feed: 'hugging-face', seenAt: '2025-01-01T00:00:00.000Z', rank: 2, upvotes: -1 },
  ];
  const text = [
    JSON.stringify({ ...corpusLine, sightings }),
    '{"cut',
    '[]',
    '{"abstract":"x"}',
  ].join('\n');
  expect(parseDocument(text, context)).toMatchObject({
    papers: [
      { sightings: [{ feed: 'hugging-face', seenAt: '2025-01-01T00:00:00.000Z', rank: 2 }] },
    ],
    dropped: [
      { entry: 'entry 2', reason: 'it is not a whole JSON object' },
      { entry: 'entry 3', reason: 'it is not a whole JSON object' },
      { entry: 'entry 4', reason: 'it has no title' },
    ],
  });
});
