/** How our clock differs from one elsewhere, by the Date headers of its answers. */
export interface FarClock {
  /** Takes note of the Date header of an answer that just came; its finest unit is a second. */
  note(date: string | null): void;
  /** By how much ours was ahead at the last answer, milliseconds, less than nothing where it was behind; 0 before any came. */
  aheadMs(): number;
}

export function createFarClock(now: () => number): FarClock {
  let aheadMs = 0;
  return {
    note(date) {
      const ms = now() - Date.parse(date ?? '');
      if (Number.isFinite(ms)) aheadMs = ms;
    },
    aheadMs: () => aheadMs,
  };
}
