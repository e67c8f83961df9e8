import { type Dictionary, type TermRange, termAt } from './dictionary.ts';

export interface NearTerm {
  readonly term: number;
  readonly distance: number;
}

/**
 * The terms of a range whose text after `skip` units is within `max` edits of `word`: insertions, deletions, substitutions
 * and swaps of neighbors (optimal string alignment, in UTF-16 units). The sorted terms are walked as a trie: a row of
 * distances is kept for every letter of the term before, and all terms that share a hopeless beginning are passed over.
 */
export function nearTerms(
  dictionary: Dictionary,
  range: TermRange,
  skip: number,
  word: string,
  max: number,
): NearTerm[] {
  const { text, starts } = dictionary;
  const rows = createDistanceRows(word, max);
  const near: NearTerm[] = [];
  let walked = 0;
  let walkedDepth = 0;
  for (let term = range.from; term < range.to; ) {
    const start = (starts[term] ?? 0) + skip;
    const length = (starts[term + 1] ?? 0) - start;
    const shared = Math.min(walkedDepth, length);
    let depth = 0;
    while (depth < shared && text.charCodeAt(walked + depth) === text.charCodeAt(start + depth)) {
      depth += 1;
    }
    let hopeless = false;
    while (depth < length && !hopeless) {
      hopeless = rows.fill(depth + 1, text, start) > max;
      depth += 1;
    }
    walked = start;
    walkedDepth = depth;
    if (hopeless) term = endOfBeginning(dictionary, term, depth + skip, range.to);
    else {
      const distance = rows.distance(depth);
      if (distance <= max) near.push({ term, distance });
      term += 1;
    }
  }
  return near;
}

/** Row `depth` holds the distances of the first `depth` units of a term to every beginning of the word, capped at `max + 1`. */
function createDistanceRows(word: string, max: number) {
  const width = word.length + 1;
  const cap = max + 1;
  const cells = new Uint8Array((word.length + max + 2) * width).fill(cap);
  for (let column = 0; column <= Math.min(max, word.length); column += 1) cells[column] = column;

  /** Fills one row from those above it, only where it can be within `max`; gives its least distance. */
  function fill(depth: number, text: string, start: number): number {
    const row = depth * width;
    const unit = text.charCodeAt(start + depth - 1);
    const first = Math.max(0, depth - max);
    const last = Math.min(word.length, depth + max);
    let least = cap;
    for (let column = first; column <= last; column += 1) {
      let distance = (cells[row - width + column] ?? cap) + 1;
      if (column > 0) {
        const same = word.charCodeAt(column - 1) === unit;
        const beside = column > first ? (cells[row + column - 1] ?? cap) + 1 : cap;
        const across = (cells[row - width + column - 1] ?? cap) + (same ? 0 : 1);
        distance = Math.min(distance, beside, across);
        if (
          depth > 1 &&
          column > 1 &&
          word.charCodeAt(column - 2) === unit &&
          word.charCodeAt(column - 1) === text.charCodeAt(start + depth - 2)
        ) {
          distance = Math.min(distance, (cells[row - 2 * width + column - 2] ?? cap) + 1);
        }
      }
      cells[row + column] = Math.min(distance, cap);
      least = Math.min(least, distance);
    }
    return least;
  }

  return { fill, distance: (depth: number) => cells[depth * width + word.length] ?? cap };
}

/** The number of the first term after `term` that does not share its first `length` units: by doubling steps, then halving. */
function endOfBeginning(dictionary: Dictionary, term: number, length: number, to: number): number {
  const beginning = termAt(dictionary, term).slice(0, length);
  let low = term + 1;
  let step = 1;
  while (low + step < to && termAt(dictionary, low + step).startsWith(beginning)) step *= 2;
  let high = Math.min(to, low + step);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (termAt(dictionary, middle).startsWith(beginning)) low = middle + 1;
    else high = middle;
  }
  return low;
}
