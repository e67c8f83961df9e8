/** Numbers that look random, always the same for the same seed, so that runs compare. */
export interface Random {
  /** `[0, 1)`. */
  share(): number;
  /** A whole number, `[0, bound)`. */
  below(bound: number): number;
  pick<T>(items: readonly T[]): T;
}

/** A Weyl sequence whose steps are mixed by the finalizer of MurmurHash3 (Appleby, public domain). */
export function createRandom(seed: number): Random {
  let state = Math.imul(seed, 0x9e3779b1) >>> 0;

  function share(): number {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  }

  const below = (bound: number) => Math.floor(share() * bound);
  return { share, below, pick: (items) => items[below(items.length)]! };
}
