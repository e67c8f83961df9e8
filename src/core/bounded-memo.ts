export interface MemoOptions<Key> {
  /** What tells keys apart, where they are not the same objects. */
  readonly nameOf?: (key: Key) => unknown;
  /** Whether two keys of the same name are the same after all. Only the last key of a name is remembered. */
  readonly isSame?: (one: Key, other: Key) => boolean;
}

interface Remembered<Key, Value> {
  readonly key: Key;
  readonly value: Value;
  /** Asked for again since it was looked at whether it can go. */
  isUsed: boolean;
}

/**
 * `compute`, remembering up to `limit` answers. When full it forgets the oldest that was not asked for again (the “second
 * chance” of page replacement), so that no stream of keys fills the memory.
 * The one kind of state that the core keeps at module level, where it cannot be seen: `compute` must depend on its key alone.
 */
export function boundedMemo<Key, Value extends object>(
  limit: number,
  compute: (key: Key) => Value,
  { nameOf = (key) => key, isSame = () => true }: MemoOptions<Key> = {},
): (key: Key) => Value {
  const known = new Map<unknown, Remembered<Key, Value>>();

  function forgetOne(): void {
    for (const [name, remembered] of known) {
      known.delete(name);
      if (!remembered.isUsed) return;
      remembered.isUsed = false;
      known.set(name, remembered);
    }
  }

  return (key) => {
    const name = nameOf(key);
    const remembered = known.get(name);
    if (remembered !== undefined && isSame(remembered.key, key)) {
      remembered.isUsed = true;
      return remembered.value;
    }
    const value = compute(key);
    if (known.size >= limit && !known.has(name)) forgetOne();
    known.set(name, { key, value, isUsed: false });
    return value;
  };
}
