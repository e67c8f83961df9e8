import fc from 'fast-check';
import type { Paper } from '../../../src/core/paper.ts';
import { samplePaper } from '../terminal/sample-paper.ts';

/** What would do something in Slack if it were let through. */
export const hostilePieces = [
  '<!channel>',
  '<!here|x>',
  '<!subteam^S1>',
  '<@U1>',
  '<#C1>',
  '<http://x.example|y>',
  '<mailto:a@b.example|y>',
  '<!date^1^{date}|now>',
  '@channel',
  '#general',
  'https://evil.example/?a=1&b=2',
  '*bold*',
  '_italic_',
  '~gone~',
  '`code`',
  '```\ncode\n```',
  '>>> quote',
  ':warning:',
  ':日本:',
  '&amp;&lt;',
  '|',
  '\u202eright to left\u202c',
  'עברית',
  'العربية (x)',
  'zero\u200b\u200dwidth\ufeff',
  '👩‍🔬'.repeat(20),
  'e\u0301\u0302'.repeat(50),
  '大型语言模型',
  '$\\alpha_{1}^{*} \\rightarrow \\mathbb{R}$',
  '\ud800',
  '\u0000\u001b[31m',
  'a\nb\r\nc',
  '/digest list',
];

export const hostileText = fc.oneof(
  fc.constant(''),
  fc
    .array(fc.oneof(fc.constantFrom(...hostilePieces), fc.lorem({ maxCount: 12 })), {
      maxLength: 12,
    })
    .map((pieces) => pieces.join(' ')),
  fc.constantFrom(...hostilePieces).map((piece) => piece.repeat(100).slice(0, 500)),
  fc.string({ unit: 'binary', maxLength: 500 }),
  fc.string({ unit: 'grapheme', maxLength: 500 }),
);

const url = fc.oneof(
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc.constantFrom(
    'https://arxiv.org/abs/2401.00001',
    'https://a.example/|x>y<z?a=1&b="2"',
    `https://a.example/${'x'.repeat(3_000)}`,
    'javascript:alert(1)',
    'no url',
  ),
);

export const hostilePaper: fc.Arbitrary<Paper> = fc
  .record({
    title: hostileText,
    abstract: hostileText,
    tldr: fc.option(hostileText, { nil: undefined }),
    author: hostileText,
    authorCount: fc.constantFrom(0, 1, 3, 4, 500),
    category: hostileText,
    url,
    upvotes: fc.oneof(fc.nat(), fc.double()),
    stars: fc.option(fc.nat(), { nil: undefined }),
  })
  .map(({ tldr, author, authorCount, category, url: abs, stars, ...fields }) => {
    const { tldr: _, stars: __, ...sample } = samplePaper;
    return {
      ...sample,
      ...fields,
      ...(tldr !== undefined && { tldr }),
      ...(stars !== undefined && { stars }),
      authors: Array.from({ length: authorCount }, () => author),
      organization: author,
      categories: [category],
      keywords: [category, author],
      links: { abs, pdf: abs, code: abs, project: abs, page: abs },
    };
  });
