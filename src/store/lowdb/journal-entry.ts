import type { Change } from './draft.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A change as a journal has it. `set` gives the fields that have changed and names those that are gone. */
export type JournalEntry =
  | readonly ['put', table: string, key: string, record: object]
  | readonly ['set', table: string, key: string, fields: object, gone?: readonly string[]]
  | readonly ['remove', table: string, key: string];

/** Records as JSON gave them, by table and key. */
export type RawTables = ReadonlyMap<string, Map<string, Fields>>;

/** The entry that makes a change; undefined where nothing changes. Equal fields are told by identity, not looked into. */
export function journalEntry({ table, key, previous, next }: Change): JournalEntry | undefined {
  if (!isFields(next)) return previous && ['remove', table.name, key];
  if (!isFields(previous)) return ['put', table.name, key, next];
  const changed = Object.keys(next).filter((name) => !Object.is(previous[name], next[name]));
  const gone = Object.keys(previous).filter((name) => !Object.hasOwn(next, name));
  if (changed.length + gone.length === 0) return undefined;
  const fields = Object.fromEntries(changed.map((name) => [name, next[name]]));
  return gone.length === 0
    ? ['set', table.name, key, fields]
    : ['set', table.name, key, fields, gone];
}

/** Does to the tables what an entry says. False where it says nothing that can be done; what its records are is not checked. */
export function applyEntry(tables: RawTables, entry: unknown): boolean {
  if (!Array.isArray(entry)) return false;
  const [action, name, key, given, gone = []]: unknown[] = entry;
  const records = typeof name === 'string' ? tables.get(name) : undefined;
  if (records === undefined || typeof key !== 'string') return false;
  if (action === 'remove') {
    records.delete(key);
    return true;
  }
  if (!isFields(given)) return false;
  if (action === 'put') {
    records.set(key, given);
    return true;
  }
  const before = records.get(key);
  if (action !== 'set' || before === undefined || !Array.isArray(gone)) return false;
  const kept = Object.entries(before).filter(([field]) => !gone.includes(field));
  records.set(key, Object.fromEntries([...kept, ...Object.entries(given)]));
  return true;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
