import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDocument } from '../../../src/feeds/formats.ts';
import { textExport } from '../../../src/feeds/hugging-face/text-export.ts';

const context = { seenAt: '2025-06-02T12:00:00.000Z' };
const banner = [
  'Get trending papers in your email inbox once a day!',
  'Get trending papers in your email inbox!',
];
const sentence = 'We study desks that are tidied by models and report what became of the pens.';
const papers = [
  {
    title: 'Exploring Desks: From the Perspective of Pens',
    abstract: Array(5).fill(sentence).join(' '),
  },
  { title: 'Is It Tidy?', abstract: Array(9).fill(sentence).join(' ') },
  {
    title: 'A Third Title, With a Comma and Many Words That Make It Rather Long',
    abstract: Array(4).fill(sentence).join(' '),
  },
];
const lines = papers.flatMap(({ title, abstract }) => [title, abstract]);

function wrap(text: string, width: number): string {
  return text.replaceAll(new RegExp(`(.{1,${width}})(?: |$)`, 'g'), '$1\n').trim();
}

function read(text: string) {
  const outcome = parseDocument(text, context);
  if (outcome.kind !== 'parsed') throw new Error(outcome.message);
  expect(outcome.format).toBe('text-export');
  return outcome.papers.map(({ title, abstract }) => ({ title, abstract }));
}

describe('reads the same papers', () => {
  const glued = [...banner, `Subscribe${lines[0]}`, ...lines.slice(1)];
  test.each([
    ['with its banner and the glued button', glued.join('\n')],
    ['with the button on a line of its own', [...banner, 'Subscribe', ...lines].join('\n')],
    ['without a banner', lines.join('\n')],
    ['without a banner, but with the button', `Subscribe${lines.join('\n')}`],
    ['with CRLF', glued.join('\r\n')],
    ['with CR', glued.join('\r')],
    ['with a byte order mark', `\uFEFF${glued.join('\n')}\n`],
    ['with blank lines', glued.join('\n\n \n')],
    ['with indentation', glued.map((line) => `   ${line}  `).join('\n')],
    ['wrapped', glued.map((line) => wrap(line, 80)).join('\n')],
    ['wrapped, with blank lines', glued.map((line) => wrap(line, 72)).join('\n\n')],
    [
      'with abstracts in two paragraphs',
      [
        ...banner,
        ...lines.map((line) => line.replace(/^((?:We study.*?pens\. ){4})(We .{300,})$/, '$1\n$2')),
      ].join('\n'),
    ],
  ])('%s', (_, text) => {
    expect(read(text)).toEqual(papers);
  });
});

test('a missing abstract, last or in between, leaves the others in their places', () => {
  const last = [...banner, ...lines.slice(0, -1)].join('\n');
  expect(read(last)).toEqual([...papers.slice(0, 2), { title: papers[2]?.title, abstract: '' }]);
  const between = [...banner, lines[0], 'No Abstract Here', ...lines.slice(2)].join('\n');
  expect(read(between).map(({ title }) => title)).toEqual([
    papers[0]?.title,
    'No Abstract Here',
    papers[1]?.title,
    papers[2]?.title,
  ]);
  expect(textExport.parse(last, context)).toMatchObject({
    notes: ['1 of 3 papers come without an abstract.'],
  });
});

test.each(['Subscribers and Their Habits', 'Subscribe to Nothing: A Study'])(
  'a first title that begins so keeps it: %s',
  (title) => {
    expect(read([title, lines[1]].join('\n'))[0]?.title).toBe(title);
  },
);

test('papers get ids of their titles', () => {
  const outcome = textExport.parse(lines.join('\n'), context);
  expect(outcome).toMatchObject({
    papers: [{ id: expect.stringMatching(/^title:exploring-desks-/) }, {}, {}],
  });
});

test.each([
  'Dear all,\nplease find below\nthe minutes.',
  'one\ntwo\nthree',
  '# A heading\n\nSome text.',
  `${'a'.repeat(400)}\n${'b'.repeat(400)}`,
])('other text is not taken for one: %j', (text) => {
  expect(textExport.detect(text)).toBe(false);
});

test('however it is wrapped, the titles are found', () => {
  fc.assert(
    fc.property(fc.integer({ min: 72, max: 120 }), (width) => {
      const text = [...banner, ...lines.map((line) => wrap(line, width))].join('\n\n');
      expect(read(text)).toEqual(papers);
    }),
  );
});

describe('a text that never ends', () => {
  const shapes: readonly (readonly [string, (size: number) => string])[] = [
    ['lines that go on', (size) => 'Fri, 31 Jan 2025\n of January and so on '.repeat(size)],
    ['addresses in a line', (size) => `Tidy\n${'http://'.repeat(size)} x\n${'b'.repeat(400)}`],
  ];

  function fastest(text: string): number {
    const times = [1, 2, 3, 4, 5].map(() => {
      const started = performance.now();
      parseDocument(text, { ...context, format: textExport.id });
      return performance.now() - started;
    });
    return Math.min(...times);
  }

  test.each(shapes)('of %s takes time as it is long, not as the square of that', (_, shape) => {
    expect(fastest(shape(32_000)) / fastest(shape(4_000))).toBeLessThan(40);
  });
});
