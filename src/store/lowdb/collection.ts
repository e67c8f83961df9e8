import { type Adapter, Low } from 'lowdb';
import type { z } from 'zod';
import { ProblemError } from '../../core/problem.ts';
import { copyRecord } from '../read-record.ts';
import type { DocumentPlace } from './document-file.ts';
import { createGroupCommit, type GroupCommit } from './group-commit.ts';

/** What the collections of one store share. */
export interface StoreContext {
  readonly place: DocumentPlace;
  readonly directory: string;
  /** Throws a ProblemError when nothing may be written (any more). */
  readonly assertWritable: () => void;
}

/** A part of the store, and a promise that nothing of it waits to be written. */
export interface Opened<Part> {
  readonly store: Part;
  idle(): Promise<void>;
}

/** Reads a value through its adapter and keeps it in memory, changed only by writes that have become durable. */
export async function openCollection<State>(
  context: StoreContext,
  adapter: Adapter<State>,
  options: { readonly empty: State; readonly copy: (state: State) => State },
): Promise<GroupCommit<State>> {
  const low = new Low(adapter, options.empty);
  await low.read();
  const group = createGroupCommit({
    initial: low.data,
    copy: options.copy,
    async write(next) {
      const previous = low.data;
      low.data = next;
      try {
        await low.write();
      } catch (error) {
        low.data = previous;
        throw error;
      }
    },
  });
  return {
    ...group,
    async commit(change) {
      context.assertWritable();
      return group.commit(change);
    },
  };
}

/** The record as it will be stored, or a ProblemError: what could not be read back is not written. */
export function acceptRecord<T>(schema: z.ZodType<T>, value: T, noun: string): T {
  const copied = copyRecord(schema, value);
  if (copied.ok) return copied.value;
  throw new ProblemError({
    message: `This ${noun} cannot be stored, so nothing was changed: ${copied.problem.message}.`,
    remedy: 'Correct that field and try again.',
  });
}
