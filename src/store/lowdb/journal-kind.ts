import type { Migration } from './migrations.ts';
import type { Table } from './table.ts';

/** Records that share a journal. */
export interface JournalKind {
  readonly name: string;
  readonly path: string;
  readonly tables: readonly Table<object>[];
  readonly migrations: readonly Migration[];
  /** The documents in which they were kept before. */
  readonly oldPaths: readonly string[];
}
