import type { Span } from '../problem.ts';

/** Why a query matched a paper or did not, smallest sufficient reasons first. */
export interface Explanation {
  readonly matched: boolean;
  readonly reasons: readonly Reason[];
}

export interface Reason {
  /** The part of the query that decides, in normal form: `title:agent`, `upvotes>=20`, `-survey`. */
  readonly clause: string;
  /** Where that part stands in the query text. */
  readonly span: Span;
  /** What was found: the field and the words as the paper spells them, or the number it has. */
  readonly found?: { readonly field: string; readonly text: string };
  /** For people: `title has "agents"`, `needs 20 upvotes, has 17`, `blocked by -survey (abstract has "survey")`. */
  readonly text: string;
}
