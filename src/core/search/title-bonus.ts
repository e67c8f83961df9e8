import type { TermRange } from './dictionary.ts';
import { forEachSection, titleSection } from './forward.ts';
import type { ScoredTerm } from './scored-terms.ts';
import type { Segment } from './segment.ts';
import { termRange } from './text-rows.ts';
import { createWords, readWords, type Words } from './words.ts';

const coverageBonus = 0.5;
const adjacencyBonus = 0.5;

/**
 * Gives for a document at least 1: the more, the more of the query's weight stands in its title and the more of the query's
 * terms follow each other there.
 */
export function titleBonus(
  { dictionary, forward }: Segment,
  terms: readonly ScoredTerm[],
): (doc: number) => number {
  const ranges = terms.map(({ term, begun }) => termRange(dictionary, term, begun));
  const total = terms.reduce((sum, { weight }) => sum + weight, 0);
  const pairs = Math.max(1, terms.length - 1);
  const words = createWords();
  return (doc) => {
    words.count = 0;
    forEachSection(forward, doc, (section, from, to) => {
      if (section === titleSection) readWords(forward, from, to, words);
    });
    const { covered, adjacent } = inTitle(words, ranges);
    const weight = terms.reduce(
      (sum, term, index) => sum + (covered.has(index) ? term.weight : 0),
      0,
    );
    return 1 + (coverageBonus * weight) / total + (adjacencyBonus * adjacent) / pairs;
  };
}

/** Which terms the title has, by number, and how many of them come right after the one before. */
function inTitle({ count, terms, starts, ends }: Words, ranges: readonly TermRange[]) {
  const covered = new Set<number>();
  let adjacent = 0;
  let previous = -1;
  for (let at = 0; at < count; at += 1) {
    const term = terms[at] ?? 0;
    const isCompound = (ends[at] ?? 0) - (starts[at] ?? 0) > 1;
    const index = ranges.findIndex(({ from, to }) => term >= from && term < to);
    if (index < 0 && isCompound) continue;
    if (index > 0 && index === previous + 1 && !covered.has(index)) adjacent += 1;
    if (index >= 0) covered.add(index);
    previous = index < 0 ? -2 : index;
  }
  return { covered, adjacent };
}
