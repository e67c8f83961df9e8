/**
 * Shares room among those who want some: whoever wants little gets all of it, and the others the same amount each.
 * Whole numbers, in the order of the wants; together at most `room`.
 */
export function shareOut(wants: readonly number[], room: number): number[] {
  const shares = wants.map(() => 0);
  let left = Math.max(0, Math.floor(room));
  const modestFirst = [...wants.entries()].sort(([, a], [, b]) => a - b);
  for (const [place, [index, want]] of modestFirst.entries()) {
    const share = Math.min(want, Math.floor(left / (wants.length - place)));
    shares[index] = share;
    left -= share;
  }
  return shares;
}
