import type { Problem } from '../../core/problem.ts';
import type { FileSystem } from './file-system.ts';

/** Where a store is kept, and how. */
export interface StorePlace {
  readonly fs: FileSystem;
  readonly directory: string;
  /** False: nothing is written or renamed. */
  readonly writable: boolean;
  /** How much a journal may grow, in bytes, before it is written anew: at least so much, or by its own size if that is more. */
  readonly leastGrowth: number;
  /** The clock, epoch milliseconds. */
  readonly now: () => number;
  /** Takes a warning for the operator. */
  readonly warn: (warning: Problem) => void;
}
