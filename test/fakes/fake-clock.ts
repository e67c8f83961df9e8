import type { Wait } from '../../src/feeds/fetcher.ts';

/** A clock that moves only when somebody waits, and remembers for how long. */
export interface FakeClock {
  readonly now: () => number;
  readonly wait: Wait;
  /** Milliseconds. */
  readonly waits: readonly number[];
}

export function createFakeClock(start: string): FakeClock {
  let time = Date.parse(start);
  const waits: number[] = [];
  return {
    now: () => time,
    async wait(ms, signal) {
      signal.throwIfAborted();
      waits.push(ms);
      time += ms;
    },
    waits,
  };
}
