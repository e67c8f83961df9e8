import { forEachSection, titleSection } from './forward.ts';
import type { ScoredTerm } from './scored-terms.ts';
import type { Segment } from './segment.ts';
import { termRange } from './text-rows.ts';
import { createWords, readWords } from './words.ts';

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
  const wanted = terms.map(({ term, begun, place }) => {
    return { ...termRange(dictionary, term, begun), place };
  });
  const places = new Set(terms.map(({ place }) => place)).size;
  const words = createWords();
  return (doc) => {
    words.count = 0;
    let length = 0;
    forEachSection(forward, doc, (section, from, to, count) => {
      if (section !== titleSection) return;
      length = count;
      readWords(forward, from, to, words);
    });
    const found = new Set<number>();
    let followers = 0;
    let previous = Number.NaN;
    let previousEnd = -1;
    for (let at = 0; at < words.count; at += 1) {
      const term = words.terms[at] ?? 0;
      const place = wanted.find(({ from, to }) => term >= from && term < to)?.place;
      if (place === undefined) continue;
      const isNext = place === previous + 1 && words.starts[at] === previousEnd;
      if (isNext && !found.has(place)) followers += 1;
      found.add(place);
      previous = place;
      previousEnd = words.ends[at] ?? 0;
    }
    if (found.size < places) return 1;
    const share = places / Math.max(places, length);
    return 1 + wholeBonus + shareBonus * share + (rowBonus * followers) / Math.max(1, places - 1);
  };
}
