import { retryDelay } from '../core/back-off.ts';

/** What waits to be tried again, by subscription id. */
export interface Later {
  /** It waits until `again`, epoch milliseconds; it does not wait any more where that is undefined. */
  put(id: string, again: number | undefined): void;
  /** It failed for a reason that nobody foresaw: it waits longer each time. */
  putFault(id: string): void;
  /** It is being tried, and waits for nothing until it is put again. */
  begin(id: string): void;
  isWaiting(id: string): boolean;
  /**
   * Nothing waits any longer, what is being tried included, which may have been told to wait; but for what failed for a reason
   * that nobody foresaw.
   */
  hurry(): void;
  /** Forgets all others. */
  keep(ids: ReadonlySet<string>): void;
  /** When the first of them is to be tried, epoch milliseconds; Infinity where none waits. */
  next(): number;
}

interface Waiting {
  readonly again: number;
  readonly since: number;
  readonly faults: number;
}

export function createLater(now: () => number, random: () => number): Later {
  const waiting = new Map<string, Waiting>();
  let hurries = 0;
  /** How often all were hurried before what is being tried began. */
  const begun = new Map<string, number>();

  function isOver({ again, since }: Waiting, at: number): boolean {
    // A clock that was set back must not make anything wait longer.
    return at >= again || at < since;
  }

  return {
    put(id, again) {
      const since = now();
      const isHurried = (begun.get(id) ?? hurries) < hurries;
      begun.delete(id);
      if (again === undefined) waiting.delete(id);
      else waiting.set(id, { again: isHurried ? since : again, since, faults: 0 });
    },
    putFault(id) {
      begun.delete(id);
      const faults = (waiting.get(id)?.faults ?? 0) + 1;
      const since = now();
      waiting.set(id, { again: since + retryDelay(faults, undefined, random()), since, faults });
    },
    begin(id) {
      begun.set(id, hurries);
      const entry = waiting.get(id);
      if (entry === undefined) return;
      waiting.set(id, { ...entry, again: Number.POSITIVE_INFINITY, since: now() });
    },
    isWaiting(id) {
      const entry = waiting.get(id);
      return entry !== undefined && !isOver(entry, now());
    },
    hurry() {
      hurries += 1;
      const again = now();
      for (const [id, entry] of waiting) {
        const isTried = entry.again === Number.POSITIVE_INFINITY;
        if (!isTried && entry.faults === 0) waiting.set(id, { ...entry, again });
      }
    },
    keep(ids) {
      for (const id of waiting.keys()) if (!ids.has(id)) waiting.delete(id);
    },
    next() {
      const at = now();
      let next = Number.POSITIVE_INFINITY;
      for (const entry of waiting.values()) {
        next = Math.min(next, isOver(entry, at) ? at : entry.again);
      }
      return next;
    },
  };
}
