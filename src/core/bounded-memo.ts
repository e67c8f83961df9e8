/**
 * `compute`, remembering up to `limit` answers. When full it forgets them all, so that no stream of keys fills the memory.
 * The one kind of state that the core keeps at module level, where it cannot be seen: `compute` must depend on its key alone.
 */
export function boundedMemo<Key, Value extends object>(
  limit: number,
  compute: (key: Key) => Value,
): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    const remembered = known.get(key);
    if (remembered !== undefined) return remembered;
    const value = compute(key);
    if (known.size >= limit) known.clear();
    known.set(key, value);
    return value;
  };
}
