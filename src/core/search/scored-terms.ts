import type { PositiveTerm } from '../query/positive-terms.ts';
import { readings } from '../query/text-match.ts';
import { fieldScope } from './forward.ts';
import type { Segment } from './segment.ts';
import { termRange } from './text-rows.ts';

/** A term of a query that a paper is better for having. */
export interface ScoredTerm {
  /** With the namespace of its field. */
  readonly term: string;
  /** Every term that begins so counts. */
  readonly begun: boolean;
  /** What one full impact is worth. */
  readonly weight: number;
}

/**
 * The terms that are asked for, in order and each once, weighed by how rare they are in all segments. The readings of a
 * compound share its weight; a category is a filter and weighs nothing.
 */
export function scoredTerms(
  asked: readonly PositiveTerm[],
  segments: readonly Segment[],
  standIns: ReadonlyMap<string, number>,
): ScoredTerm[] {
  const size = sizeOf(segments);
  const terms = new Map<string, ScoredTerm>();
  for (const { match, field } of asked) {
    if (field === 'category') continue;
    const { namespace } = fieldScope(field);
    const rows = readings(match);
    for (const row of rows) {
      for (const [index, word] of row.terms.entries()) {
        const begun = row.begun && index === row.terms.length - 1;
        const term = namespace + word;
        const key = begun ? `${term}*` : term;
        const count = standIns.get(term) ?? countOf(term, begun, segments);
        const weight = rarity(Math.min(count, size), size) / rows.length;
        if (weight > (terms.get(key)?.weight ?? 0)) terms.set(key, { term, begun, weight });
      }
    }
  }
  return [...terms.values()];
}

/** The inverse document frequency of BM25 in Lucene's form, always positive. */
export function rarity(count: number, size: number): number {
  return Math.log(1 + (size - count + 0.5) / (count + 0.5));
}

/** How many documents have a term; of several that begin so, the sum. */
export function countOf(term: string, begun: boolean, segments: readonly Segment[]): number {
  let count = 0;
  for (const { dictionary, postings } of segments) {
    const { from, to } = termRange(dictionary, term, begun);
    for (let number = from; number < to; number += 1) count += postings.counts[number] ?? 0;
  }
  return count;
}

/** Papers in all segments. */
export function sizeOf(segments: readonly Segment[]): number {
  return segments.reduce((sum, { docs }) => sum + docs.size, 0);
}
