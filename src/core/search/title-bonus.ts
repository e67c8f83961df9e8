import type { TermRange } from './dictionary.ts';
import { type ForwardIndex, forEachSection, forEachTerm, titleSection } from './forward.ts';
import type { ScoredTerm } from './scored-terms.ts';

const coverageBonus = 0.5;
const adjacencyBonus = 0.5;

/**
 * At least 1: the more, the more of the query's weight stands in the title and the more of its terms follow each other there.
 * `ranges` are the terms in the numbers of the forward index.
 */
export function titleBonus(
  forward: ForwardIndex,
  doc: number,
  terms: readonly ScoredTerm[],
  ranges: readonly TermRange[],
): number {
  const covered = new Set<number>();
  let adjacent = 0;
  let previous = -1;
  forEachSection(forward, doc, (section, from, to) => {
    if (section !== titleSection) return;
    forEachTerm(forward, from, to, (term, width) => {
      const index = ranges.findIndex((range) => term >= range.from && term < range.to);
      if (index < 0 && width > 1) return;
      if (index > 0 && index === previous + 1 && !covered.has(index)) adjacent += 1;
      if (index >= 0) covered.add(index);
      previous = index < 0 ? -2 : index;
    });
  });
  let total = 0;
  let inTitle = 0;
  for (const [index, { weight }] of terms.entries()) {
    total += weight;
    if (covered.has(index)) inTitle += weight;
  }
  const pairs = Math.max(1, terms.length - 1);
  return 1 + (coverageBonus * inTitle) / total + (adjacencyBonus * adjacent) / pairs;
}
