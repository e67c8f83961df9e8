/** Keys of records by what several of them have in common, in the order in which they came. */
export interface KeyGroups {
  /** The record under the key is new (`from` undefined), gone (`to` undefined), or another than before. */
  move(key: string, from: string | undefined, to: string | undefined): void;
  of(name: string): Iterable<string>;
}

/** Most groups have one key, and need no set. */
export function createKeyGroups(): KeyGroups {
  const groups = new Map<string, string | Set<string>>();

  function add(key: string, name: string): void {
    const group = groups.get(name);
    if (group === undefined) groups.set(name, key);
    else if (typeof group === 'string') groups.set(name, new Set([group, key]));
    else group.add(key);
  }

  function remove(key: string, name: string): void {
    const group = groups.get(name);
    if (group === key) groups.delete(name);
    if (group instanceof Set && group.delete(key) && group.size === 0) groups.delete(name);
  }

  return {
    move(key, from, to) {
      if (from === to) return;
      if (from !== undefined) remove(key, from);
      if (to !== undefined) add(key, to);
    },
    of(name) {
      const group = groups.get(name) ?? [];
      return typeof group === 'string' ? [group] : group;
    },
  };
}
