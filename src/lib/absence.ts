/** Since when something is away that has several parts: from the first of them that left until the last is back. */
export interface Absence {
  left(part: string | number): void;
  back(part: string | number): void;
  /** In the unit of the clock; 0 while all are there. */
  duration(): number;
}

/** `now` is a steady clock. */
export function createAbsence(now: () => number): Absence {
  const since = new Map<string | number, number>();
  return {
    left(part) {
      if (!since.has(part)) since.set(part, now());
    },
    back: (part) => void since.delete(part),
    duration: () => (since.size === 0 ? 0 : now() - Math.min(...since.values())),
  };
}
