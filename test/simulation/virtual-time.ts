interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

/** Milliseconds. */
export interface Wrongest {
  readonly ahead: number;
  readonly behind: number;
}

const rememberedMs = 12 * 3_600_000;

/** Time that passes when it is told to. */
export interface VirtualTime {
  /** Epoch milliseconds by a clock that never jumps. */
  readonly elapsed: () => number;
  /** The clock on the wall: it can be set wrong. */
  readonly now: () => number;
  /** As the product waits: rejects when the signal aborts. */
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Lets time pass, waking in order whoever sleeps, and lets each finish what it then does. */
  passTo(elapsed: number): Promise<void>;
  /** Sets the clock on the wall forward or back, against the true time. */
  setWrongBy(ms: number): void;
  /** By how much the clock on the wall was ahead and behind at most, within the last twelve hours: milliseconds, 0 or more. */
  readonly wrongest: () => Wrongest;
  /** Forgets whoever sleeps: the process is dead. */
  forget(): void;
}

export function createVirtualTime(start: number): VirtualTime {
  let time = start;
  let wrongBy = 0;
  /** How the clock went before, and until when. */
  let before: { readonly wrongBy: number; readonly until: number }[] = [];
  let sleepers: Sleeper[] = [];

  function nextBefore(end: number): Sleeper | undefined {
    let earliest: Sleeper | undefined;
    for (const sleeper of sleepers) {
      if (sleeper.until <= end && sleeper.until < (earliest?.until ?? Number.POSITIVE_INFINITY)) {
        earliest = sleeper;
      }
    }
    return earliest;
  }

  return {
    elapsed: () => time,
    now: () => time + wrongBy,
    wait: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const sleeper = { until: time + Math.max(0, ms), wake: resolve };
        sleepers.push(sleeper);
        signal?.addEventListener('abort', () => {
          sleepers = sleepers.filter((each) => each !== sleeper);
          reject(signal.reason);
        });
      }),
    async passTo(end) {
      for (let next = nextBefore(end); next !== undefined; next = nextBefore(end)) {
        const woken = next;
        sleepers = sleepers.filter((each) => each !== woken);
        time = Math.max(time, woken.until);
        woken.wake();
        await everythingDone();
      }
      time = Math.max(time, end);
    },
    setWrongBy(ms) {
      before = before.filter(({ until }) => until > time - rememberedMs);
      before.push({ wrongBy, until: time });
      wrongBy = ms;
    },
    wrongest() {
      const recent = before.filter(({ until }) => until > time - rememberedMs);
      const all = [0, wrongBy, ...recent.map((each) => each.wrongBy)];
      return { ahead: Math.max(...all), behind: Math.max(...all.map((each) => -each)) };
    },
    forget() {
      sleepers = [];
    },
  };
}

/** Resolves when all that does not wait for time has been done: nothing here waits for anything else. */
export function everythingDone(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
