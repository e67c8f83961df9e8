import fc from 'fast-check';
import type { Paper } from '../../../src/core/paper.ts';
import { paper } from '../../fakes/papers.ts';

const nasty = [
  '@everyone',
  '@here',
  '<@1>',
  '<@&2>',
  '<#3>',
  '<t:1:R>',
  '<:smile:4>',
  '</papers show:5>',
  '<https://trap.example/x>',
  '[x](http://trap.example/y)',
  'https://trap.example/(z)',
  ':skull:',
  '**',
  '__',
  '~~',
  '||',
  '***a***',
  '`',
  '```',
  '\\',
  '[',
  ']',
  '](http://trap.example)',
  '# ',
  '-# ',
  '> ',
  '- ',
  '1. ',
  '\n',
  '\r\n# ',
  '\u202eevil\u202c',
  '\u2066\u2067',
  '\u200b\u200d\ufeff',
  '\u0000\u0007',
  'שלום',
  'مرحبا',
  '👩‍👩‍👧‍👦',
  '🏳️‍🌈',
  'e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301',
  '$\\alpha_{i}^{2}$',
  '\ud800',
];

/** Text that tries everything that Discord would act on, and any other. */
export const hostileText = (maxPieces = 60): fc.Arbitrary<string> =>
  fc
    .array(
      fc.oneof(fc.constantFrom(...nasty), fc.string({ unit: 'binary', maxLength: 12 }), fc.lorem()),
      { maxLength: maxPieces },
    )
    .map((pieces) => pieces.join(''));

const url = fc.oneof(
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  hostileText(5),
  hostileText(5).map((text) => `https://site.example/${text}`),
  fc.constant(`https://site.example/${'a'.repeat(600)}`),
  fc.constant('javascript:alert(1)'),
);

export const hostilePaper: fc.Arbitrary<Paper> = fc
  .record(
    {
      title: hostileText(),
      abstract: fc.oneof(hostileText(), fc.constant(''), fc.constant('A town. '.repeat(2_000))),
      tldr: hostileText(),
      authors: fc.oneof(
        fc.array(hostileText(4), { maxLength: 5 }),
        fc.constant(Array.from({ length: 500 }, (_, index) => `Author Number${index}`)),
      ),
      categories: fc.array(hostileText(3), { maxLength: 3 }),
      keywords: fc.array(hostileText(3), { maxLength: 3 }),
      organization: hostileText(3),
      featuredOn: fc.oneof(fc.constant('2026-03-02'), hostileText(2)),
      links: fc.record({ abs: url, pdf: url, code: url, page: url }, { requiredKeys: [] }),
      upvotes: fc.oneof(fc.nat(), fc.double()),
      comments: fc.oneof(fc.nat(), fc.double()),
      stars: fc.oneof(fc.nat(), fc.double()),
      id: fc.oneof(
        hostileText(2),
        fc.constant('arxiv:2401.00001'),
        fc.constant(`title:${'x'.repeat(200)}`),
      ),
    },
    { requiredKeys: [] },
  )
  .map(({ id, ...given }) => ({ ...paper('2401.00001'), ...defined(given), ...(id && { id }) }));

function defined<Given extends object>(given: Given): Partial<Paper> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
