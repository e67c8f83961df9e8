import { createGiveWay } from '../../lib/give-way.ts';
import { readRecord } from '../read-record.ts';
import type { RawDocument } from './migrations.ts';
import type { Rejected } from './set-aside.ts';
import type { Table } from './table.ts';

/** Puts the good records of a document into their tables. Gives the others, and those whose key was there before. */
export async function fillTables(
  tables: readonly Table<object>[],
  content: RawDocument,
): Promise<Rejected[]> {
  const rejected: Rejected[] = [];
  const giveWay = createGiveWay();
  for (const table of tables) {
    const records = content[table.name];
    for (const record of Array.isArray(records) ? records : []) {
      const reason = fill(table, record);
      if (reason !== undefined) rejected.push({ reason, record });
      await giveWay();
    }
  }
  return rejected;
}

/** Gives why the record cannot be put into the table. */
function fill(table: Table<object>, raw: unknown): string | undefined {
  const read = readRecord(table.schema, raw);
  if (!read.ok) return read.problem.message;
  const key = table.keyOf(read.value);
  if (table.records.has(key)) return 'a second one of its id';
  table.set(key, read.value);
  return undefined;
}
