import { foldPrefix } from '../text/tokenize.ts';
import { lowerBound, prefixRange, termAt } from './dictionary.ts';
import { nearTerms } from './near-terms.ts';
import type { Segment } from './segment.ts';

const longestWord = 40;
/** So many words may stand in for one. */
const most = 6;

/** A word as it was typed, the term that it folds to, and the namespace of its field. */
export interface TypedWord {
  readonly text: string;
  readonly term: string;
  readonly namespace: string;
}

/**
 * The nearest terms to a word of those that at least `leastCount` documents have, without namespace: one edit away for 4 to 7
 * letters, up to two for more; the most frequent first. The ending of a misspelled word folds by chance, so it is also
 * compared as it was typed. Numbers have no near ones.
 */
export function nearWords(
  { text, term, namespace }: TypedWord,
  leastCount: number,
  segments: readonly Segment[],
): readonly string[] {
  const edits = editsFor(term);
  if (edits === 0) return [];
  const near = new Map<string, { distance: number; count: number }>();
  for (const form of new Set([term, foldPrefix(text)])) {
    for (const [word, { distance, count }] of countsNear(form, namespace, edits, segments)) {
      const known = near.get(word)?.distance ?? distance;
      if (word !== term) near.set(word, { distance: Math.min(known, distance), count });
    }
  }
  const frequent = [...near].filter(([, { count }]) => count >= leastCount);
  const least = Math.min(...frequent.map(([, { distance }]) => distance));
  return frequent
    .filter(([, { distance }]) => distance === least)
    .sort(([a, one], [b, other]) => other.count - one.count || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([word]) => word);
}

/** Terms near a word, how many documents have each, and how near each is. */
function countsNear(word: string, namespace: string, edits: number, segments: readonly Segment[]) {
  const near = new Map<string, { distance: number; count: number }>();
  for (const segment of segments) {
    const { dictionary, postings } = segment;
    const range =
      namespace === ''
        ? { from: lowerBound(dictionary, '0'), to: dictionary.size }
        : prefixRange(dictionary, namespace);
    for (const { term, distance } of nearTerms(segment, range, namespace + word, edits)) {
      const text = termAt(dictionary, term).slice(namespace.length);
      const count = (postings.counts[term] ?? 0) + (near.get(text)?.count ?? 0);
      near.set(text, { distance, count });
    }
  }
  return near;
}

function editsFor(word: string): number {
  if (/^[\p{N}.]+$/u.test(word)) return 0;
  if (word.length < 4 || word.length > longestWord) return 0;
  return word.length < 8 ? 1 : 2;
}
