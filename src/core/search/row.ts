import type { TermRange } from './dictionary.ts';
import { type ForwardIndex, forEachSection, forEachTerm } from './forward.ts';

/**
 * Whether a document has the terms in a row within one section of those in `mask`. A joined compound covers its parts:
 * `pretraining data` is in "pre-training data".
 */
export function hasRow(
  forward: ForwardIndex,
  doc: number,
  mask: number,
  row: readonly TermRange[],
): boolean {
  let found = false;
  forEachSection(forward, doc, (section, from, to) => {
    found ||= (mask & (1 << section)) !== 0 && sectionHasRow(forward, from, to, row);
  });
  return found;
}

/** Follows the row term by term, keeping the positions at which it may go on. */
function sectionHasRow(
  forward: ForwardIndex,
  from: number,
  to: number,
  row: readonly TermRange[],
): boolean {
  let starts: readonly number[] | undefined;
  for (const range of row) {
    const ends: number[] = [];
    let position = 0;
    forEachTerm(forward, from, to, (term, width) => {
      const start = width === 1 ? position : position - width;
      if (width === 1) position += 1;
      if (term < range.from || term >= range.to) return;
      if (starts === undefined || includesSorted(starts, start)) ends.push(start + width);
    });
    if (ends.length === 0) return false;
    starts = ends;
  }
  return true;
}

/** By halving: a row ends at later and later positions, of which a long text has many. */
function includesSorted(sorted: readonly number[], wanted: number): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? wanted) < wanted) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === wanted;
}
