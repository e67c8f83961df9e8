import fc from 'fast-check';
import type { Comparison, QueryNode, TextField } from '../../../src/core/query/ast.ts';
import { textMatch } from '../../../src/core/query/text-match.ts';

const span = { start: 0, end: 0 };

/** A query without its spans, to be compared by meaning. */
export function withoutSpans(node: QueryNode): QueryNode {
  switch (node.kind) {
    case 'and':
    case 'or':
      return { ...node, children: node.children.map(withoutSpans), span };
    case 'not':
      return { ...node, child: withoutSpans(node.child), span };
    case 'topic':
      return { ...node, node: withoutSpans(node.node), span };
    default:
      return { ...node, span };
  }
}

/** Words whose plurals and compounds fold plainly, few enough that they meet. */
export const word = fc.constantFrom(
  'agent',
  'agents',
  'model',
  'models',
  'pre',
  'training',
  'pretraining',
  'train',
  'ai',
  'Diffusion',
);
export const compound = fc
  .array(word, { minLength: 1, maxLength: 3 })
  .map((words) => words.join('-'));
const begun = fc.constantFrom(
  'a',
  'mod',
  'models',
  'pre',
  'pretrain',
  'pre-tr',
  'agent-mod',
  'Diff',
);
const wordsInRow = fc
  .array(compound, { minLength: 1, maxLength: 3 })
  .map((words) => words.join(' '));
const textFields = [undefined, 'title', 'abstract', 'author', 'org', 'keyword'] as const;
export const categories = ['cs.CL', 'cs.LG', 'math.AG', 'hep-ex'];
export const arxivIds = ['2401.00001', '2401.00002', 'hep-ex/0307015'];

function textNode(
  kind: 'word' | 'phrase' | 'prefix',
  text: string,
  field: TextField | undefined,
): QueryNode {
  const match = textMatch(kind, text);
  if (match === undefined) throw new Error(`no word in ${text}`);
  return field === undefined ? { kind: 'text', match, span } : { kind: 'text', match, field, span };
}

const text = fc
  .oneof(
    fc.tuple(fc.constant('word' as const), compound, fc.constantFrom(...textFields)),
    fc.tuple(fc.constant('phrase' as const), wordsInRow, fc.constantFrom(...textFields)),
    fc.tuple(fc.constant('prefix' as const), begun, fc.constantFrom(...textFields)),
  )
  .map(([kind, typed, field]) => textNode(kind, typed, field));

const category = fc
  .tuple(fc.constantFrom('word', 'prefix'), fc.constantFrom('cs.CL', 'cs', 'math', 'cs.', 'c'))
  .filter(([kind, typed]) => kind === 'prefix' || !typed.endsWith('.'))
  .map(([kind, typed]): QueryNode => {
    const match = { kind: kind as 'word' | 'prefix', text: typed, terms: [typed.toLowerCase()] };
    return { kind: 'text', match, field: 'category', span };
  });

const filter: fc.Arbitrary<QueryNode> = fc.oneof(
  fc.record({
    kind: fc.constant('number' as const),
    field: fc.constantFrom('upvotes', 'stars', 'comments'),
    comparison: fc.constantFrom<Comparison>('<', '<=', '=', '>=', '>'),
    value: fc.nat(4),
    span: fc.constant(span),
  }),
  fc.constantFrom(...arxivIds).map((id) => ({ kind: 'id' as const, id: `arxiv:${id}`, span })),
  fc
    .constantFrom('code' as const, 'project' as const)
    .map((what) => ({ kind: 'has' as const, what, span })),
  fc.integer({ min: 1, max: 4 }).map((days) => ({ kind: 'since' as const, days, span })),
);

const leaf = fc.oneof({ weight: 5, arbitrary: text }, category, filter);

/** Queries as the parser builds them: groups of two or more, none right inside one of its kind, no not of a not. */
export const queryNode: fc.Arbitrary<QueryNode> = fc.letrec<{ node: QueryNode }>((tie) => {
  function group(kind: 'and' | 'or'): fc.Arbitrary<QueryNode> {
    return fc
      .array(
        tie('node').filter((child) => child.kind !== kind),
        { minLength: 2, maxLength: 3 },
      )
      .map((children) => ({ kind, children, span }));
  }
  const not = tie('node')
    .filter(({ kind }) => kind !== 'not')
    .map((child): QueryNode => ({ kind: 'not', child, span }));
  return {
    node: fc.oneof({ maxDepth: 3, withCrossShrink: true }, leaf, not, group('and'), group('or')),
  };
}).node;

/** Query texts from bits of syntax, mostly wrong. */
export const queryText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          '(',
          ')',
          '"',
          '“',
          '»',
          '-',
          '–',
          '|',
          '*',
          ' ',
          ' ',
          ' ',
          ':',
          '>=',
          '>',
          '<',
          '=',
          '\t',
        ],
        ...[
          'OR',
          'AND',
          'NOT',
          'or',
          'title:',
          'titel:',
          'id:',
          'topic:',
          'has:',
          'since:',
          'category:',
        ],
        ...[
          'upvotes',
          'upvote',
          'stars:',
          '20',
          '7d',
          'code',
          'cod',
          'cs.CL',
          '2401.00001',
          'hep-ex/0307015',
        ],
        ...[
          'http://a.b',
          '10:30',
          'agents',
          'pre-train',
          'self-superv*',
          'LoRA:',
          '扩散',
          '\u202e',
          '\ud800',
          '…',
        ],
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { maxLength: 20 },
  )
  .map((pieces) => pieces.join(''));
