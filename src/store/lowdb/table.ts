import type { z } from 'zod';

/** Records of one kind in memory, by key, in the order in which they first came. They are frozen. */
export interface Table<T extends object> {
  /** Its name in files. */
  readonly name: string;
  /** What one record is called in words for a person. */
  readonly noun: string;
  readonly schema: z.ZodType<T>;
  readonly records: ReadonlyMap<string, T>;
  keyOf(record: T): string;
  /** Puts a record in the place of the one under the key; without a record, removes that. */
  set(key: string, record: T | undefined): void;
}

interface TableOptions<T extends object> {
  readonly name: string;
  readonly noun: string;
  readonly schema: z.ZodType<T>;
  readonly keyOf: (record: T) => string;
  /** Told of every change, to keep indexes by. */
  readonly onChange?: (key: string, previous: T | undefined, next: T | undefined) => void;
}

export function createTable<T extends object>(options: TableOptions<T>): Table<T> {
  const { onChange, ...rest } = options;
  const records = new Map<string, T>();
  return {
    ...rest,
    records,
    set(key, record) {
      onChange?.(key, records.get(key), record);
      if (record === undefined) records.delete(key);
      else records.set(key, record);
    },
  };
}

/** The records under these keys. */
export function recordsOf<T extends object>({ records }: Table<T>, keys: Iterable<string>): T[] {
  return Array.from(keys).flatMap((key) => records.get(key) ?? []);
}
