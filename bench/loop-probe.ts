import { readFileSync } from 'node:fs';
import { PerformanceObserver } from 'node:perf_hooks';
import { setImmediate as turn } from 'node:timers/promises';

export interface LoopProbe {
  /** Ends the probe. Gives the longest time in which nothing else could run, in milliseconds. */
  stop(): number;
  /** Ends the probe, and tells pauses of the garbage collector apart. */
  stopApart(): Promise<LongestBlock>;
}

/** For how long nothing else could run, in milliseconds. */
export interface LongestBlock {
  /** How long the thread ran in all. */
  readonly whole: number;
  /** The longest time without a turn for others. */
  readonly ms: number;
  /** The same without pauses of the garbage collector. */
  readonly own: number;
  /** The longest pause of the garbage collector. */
  readonly pause: number;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Shorter ones need no second look. */
const worthKeepingMs = 2;

/**
 * Watches how long the event loop is held up, by asking for a turn again and again. Where the system tells (Linux), it counts
 * the time that the thread ran, so that other processes of a busy machine are left out; elsewhere the time that passed.
 */
export function watchLoop(): LoopProbe {
  const blocks: (Span & { readonly ran: number })[] = [];
  const pauses: Span[] = [];
  const begun = performance.now();
  const observer = new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      // One that was before the beginning may be told after it.
      if (startTime >= begun) pauses.push({ from: startTime, to: startTime + duration });
    }
  });
  observer.observe({ entryTypes: ['gc'] });
  let longest = 0;
  const startedAt = threadTime();
  let ranAt = startedAt;
  let from = begun;
  let next = setImmediate(look);

  function measure(): void {
    const now = threadTime();
    const to = performance.now();
    const ran = now - ranAt;
    longest = Math.max(longest, ran);
    if (ran >= worthKeepingMs) blocks.push({ from, to, ran });
    ranAt = now;
    from = to;
  }

  function look(): void {
    measure();
    next = setImmediate(look);
  }

  function stop(): number {
    clearImmediate(next);
    measure();
    return longest;
  }

  return {
    stop() {
      observer.disconnect();
      return stop();
    },
    async stopApart() {
      stop();
      // Pauses are told a turn after they were.
      await turn();
      await turn();
      observer.disconnect();
      const own = blocks.map((block) => block.ran - sharedMs(block, pauses));
      return {
        whole: ranAt - startedAt,
        ms: longest,
        own: Math.max(Math.min(longest, worthKeepingMs), ...own),
        pause: Math.max(0, ...pauses.map(({ from, to }) => to - from)),
      };
    },
  };
}

function sharedMs(block: Span, pauses: readonly Span[]): number {
  return pauses.reduce(
    (sum, { from, to }) => sum + Math.max(0, Math.min(to, block.to) - Math.max(from, block.from)),
    0,
  );
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
