/** Runs what has the same key one after another, in the order in which it came, and the rest side by side. */
export interface InOrder {
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** Whether anything with the key is under way. */
  has(key: string): boolean;
  /** Waits for all that is under way. */
  idle(): Promise<void>;
}

export function createInOrder(): InOrder {
  const last = new Map<string, Promise<unknown>>();
  return {
    run(key, work) {
      const turn = (last.get(key) ?? Promise.resolve()).then(work);
      const settled = turn
        .catch(() => undefined)
        .then(() => {
          if (last.get(key) === settled) last.delete(key);
        });
      last.set(key, settled);
      return turn;
    },
    has: (key) => last.has(key),
    async idle() {
      await Promise.all(last.values());
    },
  };
}
