/** Values by key, as `storedValues` has them. */
export type Values = Readonly<Record<string, string>>;

/**
 * What people asked for and were told is done. Of each key the store must have the value that was acknowledged last, or one that
 * was asked for since: such a change may have been made without anybody hearing of it.
 */
export interface Claims {
  /** Somebody asks for these values. Gives what to call when they are acknowledged. */
  ask(values: Values): () => void;
  /** Whether the store may have this value. */
  mayBe(key: string, value: string): boolean;
  /** No answer that is under way counts any more. */
  died(): void;
  /** How many were acknowledged. */
  count(): number;
  /** One line for each value that nobody expects. What the store has counts as known from then on. */
  breaches(stored: ReadonlyMap<string, string>): string[];
}

/** The value of a key that the store does not have. */
export const none = 'none';

export function createClaims(): Claims {
  /** What the store had at the last look. */
  let known: ReadonlyMap<string, string> = new Map();
  /** Where something was asked for since: values that it may have. */
  const possible = new Map<string, readonly string[]>();
  /** What was asked for and acknowledged of it since, for whoever looks into a breach. */
  const history = new Map<string, readonly string[]>();
  let life = 0;
  let count = 0;

  const expected = (key: string): readonly string[] =>
    possible.get(key) ?? [known.get(key) ?? none];

  function note(key: string, event: string): void {
    history.set(key, [...(history.get(key) ?? []), `${event} in life ${life}`]);
  }

  return {
    ask(values) {
      const asked = life;
      const entries = Object.entries(values);
      for (const [key, value] of entries) {
        possible.set(key, [...expected(key), value]);
        note(key, `${value} asked for`);
      }
      return () => {
        if (asked !== life) return;
        for (const [key, value] of entries) {
          possible.set(key, [value]);
          note(key, `${value} acknowledged`);
        }
        count += 1;
      };
    },
    mayBe: (key, value) => expected(key).includes(value),
    died() {
      life += 1;
    },
    count: () => count,
    breaches(stored) {
      const breaches: string[] = [];
      for (const key of new Set([...known.keys(), ...possible.keys(), ...stored.keys()])) {
        const value = stored.get(key) ?? none;
        if (expected(key).includes(value)) continue;
        breaches.push(
          `${key}: the store has ${value}, expected is ${expected(key).join(' or ')} (${history.get(key)?.join(', ')})`,
        );
      }
      known = stored;
      possible.clear();
      history.clear();
      return breaches;
    },
  };
}
