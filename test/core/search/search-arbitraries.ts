import fc from 'fast-check';
import type { Paper } from '../../../src/core/paper.ts';
import type { Query, QueryNode, TextField } from '../../../src/core/query/ast.ts';
import { textMatch } from '../../../src/core/query/text-match.ts';

const span = { start: 0, end: 0 };
export const now = Date.parse('2026-08-20T12:00:00Z');

/** No two of them within two edits, so that no word is ever corrected to another. */
const words = [
  'diffusion',
  'models',
  'agent',
  'pre-training',
  'pretraining',
  'state-of-the-art',
  'language',
  'graphs',
  'vision',
  'naïve',
  'AI',
  'GPT-4',
  '3d',
  '深度学习',
  '👩‍🚀',
  'x',
];
const text = fc
  .array(fc.tuple(fc.constantFrom(...words), fc.constantFrom(' ', ' ', ' ', '-', ', ', ' (', '')), {
    maxLength: 12,
  })
  .map((parts) => parts.flat().join(''));
const phraseText = fc
  .array(fc.constantFrom(...words), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join(' '));
const prefixText = fc
  .tuple(fc.constantFrom(...words), fc.integer({ min: 1, max: 8 }))
  .map(([word, length]) => word.slice(0, length));
const names = ['Ann Lee', 'Li Ann', 'José Núñez', 'Lee'];
const organizations = ['Open Lab', 'Lab of Graphs'];
const categories = ['cs.CL', 'cs.LG', 'math.ST', 'cs', 'q-bio.NC'];
const day = fc.integer({ min: 1, max: 28 }).map((date) => `2026-08-${`${date}`.padStart(2, '0')}`);

export const paperArbitrary: fc.Arbitrary<Paper> = fc
  .record({
    id: fc.integer({ min: 1, max: 40 }).map((number) => `arxiv:2608.${number}`),
    title: text,
    abstract: text,
    tldr: fc.option(text, { nil: undefined }),
    authors: fc.subarray(names),
    organization: fc.option(fc.constantFrom(...organizations), { nil: undefined }),
    categories: fc.subarray(categories),
    keywords: fc.array(text, { maxLength: 2 }),
    featuredOn: fc.option(day, { nil: undefined }),
    links: fc.constantFrom({}, { code: 'https://x.org/c' }, { project: 'https://x.org/p' }),
    stars: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
    upvotes: fc.integer({ min: 0, max: 5 }),
    comments: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ tldr, organization, featuredOn, stars, ...rest }) => ({
    ...rest,
    ...(tldr === undefined ? {} : { tldr }),
    ...(organization === undefined ? {} : { organization }),
    ...(featuredOn === undefined ? {} : { featuredOn }),
    ...(stars === undefined ? {} : { stars }),
    sightings: [],
    arrivedAt: '2026-08-10T08:00:00.000Z',
  }));

const fields: readonly (TextField | undefined)[] = [
  undefined,
  undefined,
  'title',
  'abstract',
  'keyword',
];

function textNode(
  kind: 'word' | 'phrase' | 'prefix',
  typed: string,
  field: TextField | undefined,
): QueryNode[] {
  const match = textMatch(kind, typed);
  if (match === undefined) return [];
  return [
    field === undefined ? { kind: 'text', match, span } : { kind: 'text', match, field, span },
  ];
}

const textArbitrary = fc
  .oneof(
    fc.tuple(fc.constant('word' as const), fc.constantFrom(...words), fc.constantFrom(...fields)),
    fc.tuple(fc.constant('phrase' as const), phraseText, fc.constantFrom(...fields)),
    fc.tuple(fc.constant('prefix' as const), prefixText, fc.constantFrom(...fields)),
    fc.tuple(
      fc.constantFrom('phrase' as const, 'prefix' as const),
      fc.constantFrom('lee', 'ann lee', 'lee ann', 'nunez', 'jo'),
      fc.constant('author' as const),
    ),
    fc.tuple(
      fc.constantFrom('phrase' as const, 'prefix' as const),
      fc.constantFrom('lab', 'open lab', 'lab graph'),
      fc.constant('org' as const),
    ),
  )
  .map(([kind, typed, field]): QueryNode => {
    return textNode(kind, typed, field)[0] ?? { kind: 'and', children: [], span };
  });

const leaf: fc.Arbitrary<QueryNode> = fc.oneof(
  { weight: 6, arbitrary: textArbitrary },
  fc
    .tuple(
      fc.constantFrom('word' as const, 'prefix' as const),
      fc.constantFrom('cs', 'cs.cl', 'cs.', 'q-bio', 'math.st', 'c'),
    )
    .map(([kind, term]): QueryNode => {
      return { kind: 'text', match: { kind, text: term, terms: [term] }, field: 'category', span };
    }),
  fc
    .record({
      field: fc.constantFrom('upvotes' as const, 'stars' as const, 'comments' as const),
      comparison: fc.constantFrom('<', '<=', '=', '>=', '>') as fc.Arbitrary<'<' | '<=' | '='>,
      value: fc.integer({ min: 0, max: 5 }),
    })
    .map((number): QueryNode => ({ kind: 'number', ...number, span })),
  fc.constantFrom('code' as const, 'project' as const).map((what): QueryNode => {
    return { kind: 'has', what, span };
  }),
  fc.integer({ min: 0, max: 25 }).map((days): QueryNode => ({ kind: 'since', days, span })),
  fc.integer({ min: 1, max: 40 }).map((number): QueryNode => {
    return { kind: 'id', id: `arxiv:2608.${number}`, span };
  }),
);

export const queryArbitrary: fc.Arbitrary<Query> = fc
  .letrec<{ node: QueryNode }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.array(tie('node'), { maxLength: 3 }).map((children): QueryNode => {
        return { kind: 'and', children, span };
      }),
      fc.array(tie('node'), { maxLength: 3 }).map((children): QueryNode => {
        return { kind: 'or', children, span };
      }),
      tie('node').map((child): QueryNode => ({ kind: 'not', child, span })),
      tie('node').map((node): QueryNode => ({ kind: 'topic', name: 'any', node, span })),
    ),
  }))
  .node.map((node) => ({ text: '', node }));

export function uniqueById(papers: readonly Paper[]): Paper[] {
  return [...new Map(papers.map((paper) => [paper.id, paper])).values()];
}
