/**
 * What people asked for and were told is done, as values by key. The store must have the value that was acknowledged last, or
 * one that was asked for after it: such a change may have been made without anybody hearing of it.
 */
export interface Claims {
  /** Somebody asks for this value. Gives what to call when it is acknowledged, by the same process. */
  ask(key: string, value: string): () => void;
  /** The store has it, as follows from what was acknowledged. */
  know(key: string, value: string): void;
  /** No answer of that process counts any more. */
  died(): void;
  /** How many were acknowledged. */
  count(): number;
  /**
   * One line for each that the store does not keep. What it has counts as known from then on. `isMoot`: what it is about is
   * there no more.
   */
  breaches(stored: ReadonlyMap<string, string>, isMoot: (key: string) => boolean): string[];
}

/** The value of a key that the store does not have. */
export const none = 'none';

export function createClaims(): Claims {
  /** What the store had at the last look. */
  let known: ReadonlyMap<string, string> = new Map();
  /** Values that it may have since, the one that is known first. */
  const possible = new Map<string, string[]>();
  let life = 0;
  let count = 0;
  return {
    ask(key, value) {
      const asked = life;
      possible.set(key, [...(possible.get(key) ?? [known.get(key) ?? none]), value]);
      return () => {
        if (asked !== life) return;
        possible.set(key, [value]);
        count += 1;
      };
    },
    know: (key, value) => void possible.set(key, [value]),
    died() {
      life += 1;
    },
    count: () => count,
    breaches(stored, isMoot) {
      const breaches: string[] = [];
      for (const [key, values] of possible) {
        const value = stored.get(key) ?? none;
        if (!values.includes(value) && !isMoot(key)) {
          breaches.push(`${key}: the store has ${value}, people were told ${values.join(' or ')}`);
        }
      }
      known = stored;
      possible.clear();
      return breaches;
    },
  };
}
