/**
 * The number of a query or a part of one, there once however many queries have it. Of every paper it holds or does not.
 * When it is forgotten, its number is given again.
 */
export type Expression = number;

/** Holds for no paper. */
export const nothing: Expression = 0;
/** Holds for every paper. */
export const everything: Expression = 1;

/** What makes an expression hold: words of the paper, a clause that is asked of the paper itself, or parts. */
export const kinds = { constant: 0, words: 1, clause: 2, both: 3, either: 4, not: 5 } as const;

export interface Shape {
  readonly kind: (typeof kinds)[keyof typeof kinds];
  /** `nothing` where there is no such part. Of two that must both hold the left one is the rarer. */
  readonly left: Expression;
  readonly right: Expression;
  /** For how many papers it must be looked at, by estimate. */
  readonly cost: number;
}

/** The cost of what may hold for papers that have none of its words. */
export const unbounded = 2 ** 31 - 1;

/** Terms that stand in a row. */
export interface Words {
  readonly terms: readonly string[];
  /** Whether the last term is only begun. */
  readonly begun: boolean;
  /** Where they must stand: bits of `places`. */
  readonly places: number;
}
