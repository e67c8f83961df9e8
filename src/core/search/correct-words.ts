import type { QueryNode } from '../query/ast.ts';
import { fieldScope } from './forward.ts';
import { nearWords } from './near-words.ts';
import { countOf, type StandIn } from './scored-terms.ts';
import type { Correction } from './search-contract.ts';
import type { Segment } from './segment.ts';
import { spellingOf } from './spelling-of.ts';

type TextNode = Extract<QueryNode, { kind: 'text' }>;

export interface CorrectedQuery {
  readonly node: QueryNode;
  readonly corrections: readonly Correction[];
  /** By term, those that were put in. */
  readonly standIns: ReadonlyMap<string, StandIn>;
}

/** A word is doubted when a near one is so many times as frequent. */
const doubtRatio = 10;
/** So many words of a query may be doubted, the rarest first. */
const mostDoubted = 3;
/** So many unknown words of a query are corrected: seeking near ones takes milliseconds. */
const mostUnknown = 4;

/**
 * The query with the words that occur nowhere, the first four of them, replaced by the nearest words that do. Phrases, prefixes, categories, topics and
 * what stands under a not stay as typed.
 */
export function correctUnknown(node: QueryNode, segments: readonly Segment[]): CorrectedQuery {
  return corrected(node, replacementsOfUnknown(node, segments), segments);
}

/**
 * For a query that finds nothing: the same with one more word replaced, a rare one that is near to a frequent one. Texts have
 * misspelled words too, and a misspelled word may be another word.
 */
export function* correctDoubted(
  node: QueryNode,
  segments: readonly Segment[],
): Iterable<CorrectedQuery> {
  const replacements = replacementsOfUnknown(node, segments);
  const known = correctableWords(node)
    .map((word) => ({ word, count: countOf(termOf(word), false, segments) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => a.count - b.count);
  for (const { word, count } of known.slice(0, mostDoubted)) {
    const near = nearTo(word, count * doubtRatio, segments);
    if (near.length > 0) yield corrected(node, new Map([...replacements, [word, near]]), segments);
  }
}

type Replacements = ReadonlyMap<TextNode, readonly string[]>;

function replacementsOfUnknown(node: QueryNode, segments: readonly Segment[]): Replacements {
  const unknown = correctableWords(node).filter(
    (word) => countOf(termOf(word), false, segments) === 0,
  );
  return new Map(unknown.slice(0, mostUnknown).map((word) => [word, nearTo(word, 1, segments)]));
}

/** The words of a query that may be replaced, wherever they stand. */
function correctableWords(node: QueryNode): readonly TextNode[] {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.children.flatMap(correctableWords);
    case 'text': {
      const { kind, terms } = node.match;
      return kind === 'word' && terms.length === 1 && node.field !== 'category' ? [node] : [];
    }
    default:
      return [];
  }
}

function nearTo({ match, field }: TextNode, leastCount: number, segments: readonly Segment[]) {
  const { namespace } = fieldScope(field);
  const [term = ''] = match.terms;
  return nearWords({ text: match.text, term, namespace }, leastCount, segments);
}

function termOf({ match, field }: TextNode, word = match.terms[0] ?? ''): string {
  return fieldScope(field).namespace + word;
}

/** The query with words replaced by those that stand in for them; a word without any stays. */
function corrected(
  node: QueryNode,
  replacements: Replacements,
  segments: readonly Segment[],
): CorrectedQuery {
  const corrections = new Map<string, Correction>();
  const standIns = new Map<string, StandIn>();

  function replaced(each: QueryNode): QueryNode {
    switch (each.kind) {
      case 'and':
      case 'or':
        return { ...each, children: each.children.map(replaced) };
      case 'text':
        return replacedWord(each, replacements.get(each) ?? []);
      default:
        return each;
    }
  }

  function replacedWord(typed: TextNode, words: readonly string[]): QueryNode {
    if (words.length === 0) return typed;
    const { text } = typed.match;
    const terms = words.map((word) => termOf(typed, word));
    const count = terms.reduce((sum, term) => sum + countOf(term, false, segments), 0);
    for (const term of terms) standIns.set(term, { typed: text, count });
    corrections.set(`${typed.field ?? ''}:${text}`, {
      typed: text,
      used: words.map((word) => spellingOf(fieldScope(typed.field).namespace, word, segments)),
    });
    const children = words.map((word): QueryNode => {
      return { ...typed, match: { kind: 'word', text: word, terms: [word] } };
    });
    return { kind: 'or', children, span: typed.span };
  }

  return { node: replaced(node), corrections: [...corrections.values()], standIns };
}
