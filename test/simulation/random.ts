/** Chance that comes out the same for the same seed. */
export interface Chance {
  /** From 0 to 1, 1 left out. */
  next(): number;
  /** A whole number from 0 to `below`, that left out. */
  below(below: number): number;
  /** True that often. */
  often(probability: number): boolean;
  oneOf<T>(values: readonly T[]): T;
}

/** The mulberry32 generator: 2^32 states, which is plenty for choosing faults. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const below = (end: number): number => Math.floor(next() * end);
  return {
    next,
    below,
    often: (probability) => next() < probability,
    oneOf(values) {
      const value = values[below(values.length)];
      if (value === undefined) throw new RangeError('nothing to choose from');
      return value;
    },
  };
}
