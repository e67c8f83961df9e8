import { backupDirectory, findBackup } from '../find-backup.ts';
import { keepBackup } from '../kept-backups.ts';
import type { JournalKind } from './journal-kind.ts';
import type { StorePlace } from './store-place.ts';

/** The kinds of which backups have nothing. */
const notBackedUp: ReadonlySet<string> = new Set(['feeds', 'installations']);

/**
 * The daily backup that may have what was just found missing in a journal; where the store may write, under a name by which it
 * stays. Undefined where there is none. Rejects with a ProblemError where it cannot be kept.
 */
export async function backupFor(
  { directory, writable }: StorePlace,
  { name }: JournalKind,
): Promise<string | undefined> {
  if (notBackedUp.has(name)) return undefined;
  const backups = backupDirectory(directory);
  return writable ? keepBackup(backups) : (await findBackup(backups))?.path;
}
