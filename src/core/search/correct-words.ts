import type { QueryNode } from '../query/ast.ts';
import { tokenize } from '../text/tokenize.ts';
import { hasBit } from './bitset.ts';
import { lowerBound, prefixRange, termAt } from './dictionary.ts';
import { fieldScope } from './forward.ts';
import { nearTerms } from './near-terms.ts';
import { docOf } from './postings.ts';
import { countOf } from './scored-terms.ts';
import type { Correction } from './search-contract.ts';
import type { Segment } from './segment.ts';
import { termRange } from './text-rows.ts';

type TextNode = Extract<QueryNode, { kind: 'text' }>;

/** So many words may stand in for one. */
const mostUsed = 6;
const longestWord = 40;

export interface CorrectedQuery {
  readonly node: QueryNode;
  readonly corrections: readonly Correction[];
  /** In how many documents a term occurs together with those that stand in for the same word: alone each seems rarer. */
  readonly standIns: ReadonlyMap<string, number>;
}

/**
 * The query with every word that occurs nowhere replaced by the nearest words that do: one edit away for 4 to 7 letters, up to
 * two for more, the most frequent first. Phrases, prefixes, categories, topics and what stands under a not stay as typed.
 */
export function correctWords(node: QueryNode, segments: readonly Segment[]): CorrectedQuery {
  const corrections = new Map<string, Correction>();
  const standIns = new Map<string, number>();

  function correct(each: QueryNode): QueryNode {
    switch (each.kind) {
      case 'and':
      case 'or':
        return { ...each, children: each.children.map(correct) };
      case 'text':
        return correctText(each);
      default:
        return each;
    }
  }

  function correctText(typed: TextNode): QueryNode {
    const words = replacements(typed, segments);
    if (words.length === 0) return typed;
    const { text } = typed.match;
    const { namespace } = fieldScope(typed.field);
    const terms = words.map((word) => namespace + word);
    const together = terms.reduce((sum, term) => sum + countOf(term, false, segments), 0);
    for (const term of terms) standIns.set(term, together);
    corrections.set(`${typed.field ?? ''}:${text}`, {
      typed: text,
      used: words.map((word) => spelling(word, typed, segments)),
    });
    const children = words.map((word): QueryNode => {
      return { ...typed, match: { kind: 'word', text: word, terms: [word] } };
    });
    return { kind: 'or', children, span: typed.span };
  }

  return { node: correct(node), corrections: [...corrections.values()], standIns };
}

/** The nearest terms to a word that occurs nowhere, without namespace; none where it occurs or nothing is near. */
function replacements({ match, field }: TextNode, segments: readonly Segment[]): string[] {
  const [word = '', ...rest] = match.terms;
  const edits = editsFor(word);
  if (match.kind !== 'word' || rest.length > 0 || edits === 0 || field === 'category') return [];
  const { namespace } = fieldScope(field);
  if (countOf(namespace + word, false, segments) > 0) return [];
  const counts = new Map<string, { distance: number; count: number }>();
  for (const segment of segments) {
    const { dictionary, postings } = segment;
    const range =
      namespace === ''
        ? { from: lowerBound(dictionary, '0'), to: dictionary.size }
        : prefixRange(dictionary, namespace);
    for (const { term, distance } of nearTerms(segment, range, namespace + word, edits)) {
      const count = postings.counts[term] ?? 0;
      if (count === 0) continue;
      const text = termAt(dictionary, term).slice(namespace.length);
      counts.set(text, { distance, count: count + (counts.get(text)?.count ?? 0) });
    }
  }
  const near = [...counts].sort(
    ([a, one], [b, other]) =>
      one.distance - other.distance || other.count - one.count || (a < b ? -1 : 1),
  );
  const least = near[0]?.[1].distance;
  return near
    .filter(([, { distance }]) => distance === least)
    .slice(0, mostUsed)
    .map(([text]) => text);
}

/** Numbers have no near ones. */
function editsFor(word: string): number {
  if (/^[\p{N}.]+$/u.test(word)) return 0;
  if (word.length < 4 || word.length > longestWord) return 0;
  return word.length < 8 ? 1 : 2;
}

/** A term as the first paper that has it spells it, in lower case: terms are folded, and `bia` is no word. */
function spelling(word: string, { field }: TextNode, segments: readonly Segment[]): string {
  const term = fieldScope(field).namespace + word;
  for (const segment of segments) {
    const { starts, entries } = segment.postings;
    const { from, to } = termRange(segment.dictionary, term, false);
    for (let at = starts[from] ?? 0; at < (starts[to] ?? 0); at += 1) {
      const doc = docOf(entries[at] ?? 0);
      const paper = hasBit(segment.live, doc) ? segment.papers[doc] : undefined;
      if (paper === undefined) continue;
      const { title, abstract, tldr = '', keywords, authors, organization = '' } = paper;
      for (const text of [title, abstract, tldr, ...keywords, ...authors, organization]) {
        const token = tokenize(text).find((each) => each.term === word);
        if (token) return text.slice(token.start, token.end).toLowerCase();
      }
    }
  }
  return word;
}
