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
  /** Which word of the query it stands for, from 0; several terms may stand for one. */
  readonly place: number;
}

/** A term that is sought in the place of a word that was typed otherwise. */
export interface StandIn {
  readonly typed: string;
  /** In how many documents it occurs together with the others for that word: alone each seems rarer. */
  readonly count: number;
}

/**
 * The terms that are asked for, in order and each once, weighed by how rare they are in all segments. The readings of a
 * compound share its weight; a category is a filter and weighs nothing.
 */
export function scoredTerms(
  asked: readonly PositiveTerm[],
  segments: readonly Segment[],
  standIns: ReadonlyMap<string, StandIn>,
): ScoredTerm[] {
  const size = sizeOf(segments);
  const terms = new Map<string, ScoredTerm>();
  const places = new Map<string, number>();
  for (const [number, { match, field }] of asked.entries()) {
    if (field === 'category') continue;
    const { namespace } = fieldScope(field);
    const rows = readings(match);
    for (const row of rows) {
      for (const [index, word] of row.terms.entries()) {
        const begun = row.begun && index === row.terms.length - 1;
        const term = namespace + word;
        const standIn = standIns.get(term);
        const count = standIn?.count ?? countOf(term, begun, segments);
        const weight = rarity(Math.min(count, size), size, rows.length);
        const placeKey = standIn === undefined ? `${number}.${index}` : standIn.typed;
        const place = places.get(placeKey) ?? places.size;
        places.set(placeKey, place);
        const key = begun ? `${term}*` : term;
        if (weight > (terms.get(key)?.weight ?? 0)) terms.set(key, { term, begun, weight, place });
      }
    }
  }
  return [...terms.values()];
}

/**
 * The inverse document frequency of BM25 in Lucene's form, always positive, divided among those that share it; in whole parts of 2^20, so that sums of products
 * with impacts are exact, and do not depend on how papers are spread over segments.
 */
export function rarity(count: number, size: number, shared = 1): number {
  const exact = Math.log(1 + (size - count + 0.5) / (count + 0.5)) / shared;
  return Math.ceil(exact * parts) / parts;
}

const parts = 2 ** 20;

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
