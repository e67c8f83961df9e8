import type { TermRange } from './dictionary.ts';
import type { ScoredTerm } from './scored-terms.ts';
import type { Segment } from './segment.ts';
import { termRange } from './text-rows.ts';
import { createWords, readTitle } from './words.ts';

const wholeBonus = 0.3;
const shareBonus = 0.5;
const rowBonus = 0.3;

/**
 * Gives for a document by what to multiply its score: 1, and more where all that is asked for stands in its title; the more,
 * the less else is in the title, and the more of it in a row. A title that has only some of it says nothing.
 */
export function titleBonus(
  { dictionary, forward }: Segment,
  terms: readonly ScoredTerm[],
): (doc: number) => number {
  const wanted = terms.map(({ term, begun, place }): Wanted => {
    return { ...termRange(dictionary, term, begun), place };
  });
  const places = new Set(terms.map(({ place }) => place)).size;
  const seen = new Uint8Array(places);
  const words = createWords();
  return (doc) => {
    const length = readTitle(forward, doc, words);
    seen.fill(0);
    let covered = 0;
    let followers = 0;
    let previous = Number.NaN;
    let previousEnd = -1;
    for (let at = 0; at < words.count; at += 1) {
      const place = placeOf(words.terms[at] ?? 0, wanted);
      if (place < 0) continue;
      const isNext = place === previous + 1 && words.starts[at] === previousEnd;
      if (seen[place] === 0) {
        covered += 1;
        if (isNext) followers += 1;
      }
      seen[place] = 1;
      previous = place;
      previousEnd = words.ends[at] ?? 0;
    }
    if (covered < places) return 1;
    const share = places / Math.max(places, length);
    return 1 + wholeBonus + shareBonus * share + (rowBonus * followers) / Math.max(1, places - 1);
  };
}

interface Wanted extends TermRange {
  readonly place: number;
}

/** The word of the query that a term stands for, -1 where it stands for none. */
function placeOf(term: number, wanted: readonly Wanted[]): number {
  for (let index = 0; index < wanted.length; index += 1) {
    const range = wanted[index];
    if (range !== undefined && term >= range.from && term < range.to) return range.place;
  }
  return -1;
}
