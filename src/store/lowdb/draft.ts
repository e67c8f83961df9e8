import type { Table } from './table.ts';

/** What is done to one record: without `next` it is removed, without `previous` there was none. */
export interface Change {
  readonly table: Table<object>;
  readonly key: string;
  readonly previous: object | undefined;
  readonly next: object | undefined;
}

/** Changes that are kept all or none. */
export type Transaction = readonly Change[];

/** The tables as the changes before leave them. What is put must be checked and frozen. */
export interface Draft {
  get<T extends object>(table: Table<T>, key: string): T | undefined;
  all<T extends object>(table: Table<T>): Iterable<T>;
  put<T extends object>(table: Table<T>, record: T): void;
  remove<T extends object>(table: Table<T>, key: string): void;
}

/** A draft that leaves the tables as they are and collects what is to be done to them. */
export function createDraft(): Draft & { takeChanges(): Transaction } {
  const drafted = new Map<object, Map<string, object | undefined>>();
  let changes: Change[] = [];

  function current<T extends object>(table: Table<T>, key: string): T | undefined {
    const own = drafted.get(table);
    // A table's own map holds nothing but its records.
    return own?.has(key) ? (own.get(key) as T | undefined) : table.records.get(key);
  }

  function change<T extends object>(table: Table<T>, key: string, next: T | undefined): void {
    const previous = current(table, key);
    if (previous === next) return;
    const own = drafted.get(table) ?? new Map<string, object | undefined>();
    drafted.set(table, own.set(key, next));
    changes.push({ table, key, previous, next });
  }

  return {
    get: current,
    *all<T extends object>(table: Table<T>) {
      const own = drafted.get(table);
      const added = [...(own?.keys() ?? [])].filter((key) => !table.records.has(key));
      for (const keys of [table.records.keys(), added]) {
        for (const key of keys) {
          const record = current(table, key);
          if (record !== undefined) yield record;
        }
      }
    },
    put: (table, record) => change(table, table.keyOf(record), record),
    remove: (table, key) => change(table, key, undefined),
    takeChanges() {
      const taken = changes;
      changes = [];
      return taken;
    },
  };
}
