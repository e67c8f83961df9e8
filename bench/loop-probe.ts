import { readFileSync } from 'node:fs';

export interface LoopProbe {
  /** Ends the probe. Gives the longest time in which nothing else could run, in milliseconds. */
  stop(): number;
}

/**
 * Watches how long the event loop is held up, by asking for a turn again and again. Where the system tells (Linux), it counts
 * the time that the thread ran, so that other processes of a busy machine are left out; elsewhere the time that passed.
 */
export function watchLoop(): LoopProbe {
  let longest = 0;
  let since = threadTime();
  let turn = setImmediate(look);

  function measure(): void {
    const now = threadTime();
    longest = Math.max(longest, now - since);
    since = now;
  }

  function look(): void {
    measure();
    turn = setImmediate(look);
  }

  return {
    stop() {
      clearImmediate(turn);
      measure();
      return longest;
    },
  };
}

/** Milliseconds. The main thread has the number of its process; the first figure is its time on a processor, in nanoseconds. */
function threadTime(): number {
  try {
    const [ran] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ');
    return Number(ran) / 1e6;
  } catch {
    return performance.now();
  }
}
