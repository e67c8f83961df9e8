import { join } from 'node:path';
import { Low } from 'lowdb';
import type { z } from 'zod';
import { ProblemError } from '../../core/problem.ts';
import { freezeMade, freezeRecord } from '../read-record.ts';
import { createGroupCommit, type GroupCommit } from './group-commit.ts';
import { type JournalData, journalFile } from './journal-file.ts';
import type { JournalKind } from './journal-kind.ts';
import type { StorePlace } from './store-place.ts';

/** What the collections of one store share. */
export interface StoreContext {
  readonly place: StorePlace;
  /** Throws a ProblemError when nothing may be written (any more). */
  readonly assertWritable: () => void;
}

/** Tables whose records are read from their journal and changed only when a change is durable. */
export interface Collection {
  /** As `GroupCommit.commit`. */
  commit: GroupCommit['commit'];
  /** Waits for what is being saved, and closes the file. */
  close(): Promise<void>;
}

/** A part of the store, and how it is closed. */
export interface Opened<Part> {
  readonly store: Part;
  close(): Promise<void>;
}

export async function openCollection(
  { place, assertWritable }: StoreContext,
  kind: Pick<JournalKind, 'name' | 'tables' | 'migrations' | 'oldPaths'>,
): Promise<Collection> {
  const journal = journalFile(place, {
    ...kind,
    path: join(place.directory, `${kind.name}.jsonl`),
  });
  const low = new Low<JournalData>(journal, {
    tables: kind.tables,
    unsaved: [],
    isTraceless: false,
  });
  await low.read();
  const group = createGroupCommit({
    save: async (unsaved, { isTraceless }) => {
      low.data = { tables: kind.tables, unsaved, isTraceless };
      await low.write();
    },
    tidy: journal.tidy,
  });
  return {
    async commit(change, options) {
      assertWritable();
      return group.commit(change, options);
    },
    async close() {
      await group.idle();
      await journal.close();
    },
  };
}

/** The record, frozen, if it could be read back as it is; else throws a ProblemError. */
export function acceptRecord<T extends object>(
  { schema, noun }: { readonly schema: z.ZodType<T>; readonly noun: string },
  record: T,
): T {
  assertNoFault(noun, freezeRecord(schema, record));
  return record;
}

/** The same for a record that nobody typed or sent, of which there are many: only whether JSON keeps it is looked at. */
export function acceptMade<T extends object>({ noun }: { readonly noun: string }, record: T): T {
  assertNoFault(noun, freezeMade(record));
  return record;
}

function assertNoFault(noun: string, fault: string | undefined): void {
  if (fault === undefined) return;
  throw new ProblemError({
    message: `This ${noun} cannot be stored, so nothing was changed: ${fault}.`,
    remedy: 'Correct that field and try again.',
  });
}
