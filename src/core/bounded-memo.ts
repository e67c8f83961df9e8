export interface MemoOptions<Key> {
  /** What tells keys apart, where they are not the same objects. */
  readonly nameOf?: (key: Key) => unknown;
  /** Whether two keys of the same name are the same after all. Only the last key of a name is remembered. */
  readonly isSame?: (one: Key, other: Key) => boolean;
}

/**
 * `compute`, remembering up to `limit` answers. When full it forgets them all, so that no stream of keys fills the memory.
 * The one kind of state that the core keeps at module level, where it cannot be seen: `compute` must depend on its key alone.
 */
export function boundedMemo<Key, Value extends object>(
  limit: number,
  compute: (key: Key) => Value,
  { nameOf = (key) => key, isSame = () => true }: MemoOptions<Key> = {},
): (key: Key) => Value {
  const known = new Map<unknown, { readonly key: Key; readonly value: Value }>();
  return (key) => {
    const name = nameOf(key);
    const remembered = known.get(name);
    if (remembered !== undefined && isSame(remembered.key, key)) return remembered.value;
    const value = compute(key);
    if (known.size >= limit) known.clear();
    known.set(name, { key, value });
    return value;
  };
}
