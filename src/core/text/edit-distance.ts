/**
 * Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbors, in UTF-16 units.
 * Anything above `limit` is given as `limit + 1`. Takes O(length of a x length of b) at most.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      let best = Math.min(
        at(last, column) + 1,
        at(next, column - 1) + 1,
        at(last, column - 1) + (same ? 0 : 1),
      );
      if (a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        best = Math.min(best, at(beforeLast, column - 2) + 1);
      }
      next.push(best);
    }
    if (Math.min(...next) > limit) return limit + 1;
    beforeLast = last;
    last = next;
  }
  return Math.min(at(last, b.length), limit + 1);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}

/**
 * The candidate that a mistyped word most likely means, the first of several as near; `undefined` where none is near.
 * By default a word of three letters may differ in one edit, of six in two, of nine or more in three.
 */
export function nearest(
  word: string,
  candidates: Iterable<string>,
  maxDistance: number = Math.min(3, Math.floor(word.length / 3)),
): string | undefined {
  if (word.length > 64) return undefined;
  let found: string | undefined;
  let limit = maxDistance;
  for (const candidate of candidates) {
    if (limit < 0) break;
    const distance = editDistance(word, candidate, limit);
    if (distance > limit) continue;
    found = candidate;
    limit = distance - 1;
  }
  return found;
}
