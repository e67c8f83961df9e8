/** Sets of strings by name, of which a string goes only when it has been removed as often as it was added. */
export interface CountedSets {
  add(name: string, values: readonly string[]): void;
  remove(name: string, values: readonly string[]): void;
  /** The set itself, which changes with every `add` and `remove`. */
  get(name: string): ReadonlySet<string>;
}

interface Counted {
  readonly values: Set<string>;
  /** How often a value was added beyond its first time: few are, and of most sets none. */
  repeats?: Map<string, number>;
}

const none: ReadonlySet<string> = new Set();

export function createCountedSets(): CountedSets {
  const sets = new Map<string, Counted>();

  return {
    add(name, values) {
      if (values.length === 0) return;
      const set: Counted = sets.get(name) ?? { values: new Set() };
      sets.set(name, set);
      for (const value of values) {
        if (set.values.has(value)) repeat(set, value);
        else set.values.add(value);
      }
    },
    remove(name, values) {
      const set = sets.get(name);
      if (set === undefined) return;
      for (const value of values) removeOne(set, value);
      if (set.values.size === 0) sets.delete(name);
    },
    get: (name) => sets.get(name)?.values ?? none,
  };
}

function repeat(set: Counted, value: string): void {
  set.repeats ??= new Map();
  set.repeats.set(value, (set.repeats.get(value) ?? 0) + 1);
}

function removeOne({ values, repeats }: Counted, value: string): void {
  const repeated = repeats?.get(value) ?? 0;
  if (repeated === 0) values.delete(value);
  else if (repeated === 1) repeats?.delete(value);
  else repeats?.set(value, repeated - 1);
}
