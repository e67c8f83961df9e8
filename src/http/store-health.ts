import { type Problem, ProblemError } from '../core/problem.ts';
import type { StoreWrite } from '../store/observed-store.ts';
import type { Store } from '../store/store.ts';

/** Whether the store takes what it is given. */
export interface StoreHealth {
  note(write: StoreWrite): void;
  /** What kept the last write from being stored. Where that was a minute ago or failed, another one is tried first. */
  check(feeds: Store['feeds']): Promise<Problem | undefined>;
}

const freshMs = 60_000;

/** Says nothing, and is always the same: only that it can be written counts. */
const trial = {
  feed: 'paperround',
  key: 'trial',
  fetchedAt: new Date(0).toISOString(),
};

/** `now` is a steady clock in milliseconds. */
export function createStoreHealth(now: () => number): StoreHealth {
  let problem: Problem | undefined;
  let writtenAt = Number.NEGATIVE_INFINITY;
  let trying: Promise<unknown> | undefined;

  return {
    note({ fault }) {
      if (fault === undefined) writtenAt = now();
      problem = fault === undefined ? undefined : problemOf(fault);
    },
    async check(feeds) {
      if (problem !== undefined || now() - writtenAt > freshMs) {
        trying ??= feeds
          .put([trial])
          .catch(() => undefined)
          .finally(() => {
            trying = undefined;
          });
        await trying;
      }
      return problem;
    },
  };
}

function problemOf(fault: unknown): Problem {
  return fault instanceof ProblemError
    ? fault.problem
    : { message: 'The store cannot be written to.', remedy: 'The log has the details.' };
}
