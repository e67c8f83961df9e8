import { dirname } from 'node:path';
import { counted } from '../../core/text/counted.ts';
import { fileProblem } from '../file-problem.ts';
import { importLine } from '../lost-subscriptions.ts';
import { backupFor } from './backup-for.ts';
import { fillTables } from './fill-tables.ts';
import { type FoundJournal, findJournal } from './find-journal.ts';
import type { JournalKind } from './journal-kind.ts';
import { currentVersion, migrate } from './migrations.ts';
import { setDocumentsAside } from './old-documents.ts';
import type { JournalReading } from './read-journal.ts';
import { backupPath, keepAs, syncDirectory } from './replace-file.ts';
import { recordsOf, rewriteJournal, type WrittenJournal } from './rewrite-journal.ts';
import { freeName, type Rejected, setBrokenAside, setRecordsAside } from './set-aside.ts';
import type { StorePlace } from './store-place.ts';

/**
 * Fills the tables with what is stored. Warns of everything that was not as it should be; where it may write, it brings the
 * file up to date and keeps aside what that no longer holds. Gives what the file then is; undefined where there is none.
 * Rejects with a ProblemError as `findJournal` does, and where the file cannot be mended.
 */
export async function loadJournal(
  place: StorePlace,
  kind: JournalKind,
): Promise<WrittenJournal | undefined> {
  const found = await findJournal(place, kind);
  if (found === undefined) return undefined;
  const content =
    found.state === 'documents'
      ? found.content
      : migrate(found.content, found.version, kind.migrations);
  const rejected = await fillTables(kind.tables, content);
  try {
    await report(place, kind, found, rejected);
    return place.writable ? await mend(place, kind, found, rejected) : undefined;
  } catch (error) {
    throw fileProblem(`mend ${kind.path}`, error);
  }
}

/** Keeps aside what a mended file will no longer hold, and a backup that may have what is missing, and says so. */
async function report(
  place: StorePlace,
  kind: JournalKind,
  found: FoundJournal,
  rejected: readonly Rejected[],
): Promise<void> {
  const { path } = kind;
  const warn = isWhole(found, rejected)
    ? place.warn
    : warnOfLoss(place, await backupFor(place, kind));
  const faults = found.state === 'documents' ? found.documents : [];
  for (const { path: old, fault } of faults) {
    if (fault !== undefined) warn({ message: backupWarning(old, fault) });
  }
  if (found.state === 'only-backup') warn({ message: backupWarning(path, 'missing') });
  if (found.state === 'damaged') {
    const aside = place.writable ? await setBrokenAside(place, path) : undefined;
    const kept = aside === undefined ? '' : ` The damaged file is kept as ${aside}.`;
    warn({
      message: `${path} is damaged in ${damageText(found.reading)}. What can be read of it and of its backup is used.${kept}`,
    });
  }
  const [first] = rejected;
  if (first === undefined) return;
  const aside = place.writable ? await setRecordsAside(place, path, rejected) : undefined;
  const kept = aside === undefined ? '' : ` Kept aside in ${aside}.`;
  warn({
    message: `${path}: ${counted(rejected.length, 'record')} left out, the first because of ${first.reason}.${kept}`,
  });
}

/** `2 places: line 4 cannot be read, line 7 cannot be read`. */
function damageText({ faults, firstFaults }: JournalReading): string {
  const rest = faults - firstFaults.length;
  const more = rest > 0 ? `, and ${rest} more` : '';
  return `${counted(faults, 'place')}: ${firstFaults.join(', ')}${more}`;
}

function isWhole(found: FoundJournal, rejected: readonly Rejected[]): boolean {
  if (rejected.length > 0) return false;
  if (found.state === 'documents') return found.documents.every(({ fault }) => !fault);
  return found.state === 'whole';
}

const compared =
  'What could be read stays in use: look with /digest list, in each place, which digests are missing, and set those up again; papers are read again.';

/** Warns with what may bring back the rest: the backup, where there is one. */
function warnOfLoss({ warn }: StorePlace, backup: string | undefined): StorePlace['warn'] {
  if (backup === undefined) {
    const rest = 'There is no daily backup that may have the rest.';
    return ({ message }) => warn({ message: `${message} ${rest}`, remedy: compared });
  }
  const remedy = `A daily backup may have the rest; stopped, this adds what is missing: ${importLine(backup)}`;
  return ({ message }) => warn({ message, remedy });
}

function backupWarning(path: string, fault: 'missing' | 'broken'): string {
  const what = fault === 'missing' ? 'is missing' : 'could not be read';
  return `${path} ${what}; its backup is used, which may lack the last change.`;
}

async function mend(
  place: StorePlace,
  kind: JournalKind,
  found: FoundJournal,
  rejected: readonly Rejected[],
): Promise<WrittenJournal> {
  const { fs } = place;
  const version = currentVersion(kind.migrations);
  if (found.state === 'whole' && found.version === version && rejected.length === 0) {
    for (const aside of await setDocumentsAside(place, kind.oldPaths)) {
      place.warn({
        message: `${kind.path} is newer than the file that is kept as ${aside}, which is not used.`,
      });
    }
    await cutTornEnd(place, kind.path, found.reading);
    const { base, end: size, ino } = found.reading;
    return { base, size, ino };
  }
  if (found.state !== 'documents' && found.version < version) {
    const source = found.state === 'only-backup' ? backupPath(kind.path) : kind.path;
    await keepAs(fs, source, await freeName(place, `${kind.path}.v${found.version}`));
  }
  await syncDirectory(fs, dirname(kind.path));
  const written = await rewriteJournal(
    fs,
    kind.path,
    { kind: kind.name, version },
    recordsOf(kind.tables),
    { isTraceless: true },
  );
  await setDocumentsAside(place, kind.oldPaths);
  return written;
}

async function cutTornEnd(
  { fs, warn }: StorePlace,
  path: string,
  { end, size }: JournalReading,
): Promise<void> {
  if (size === end) return;
  const file = await fs.open(path, 'r+');
  try {
    await file.truncate(end);
    await file.datasync();
  } finally {
    await file.close();
  }
  warn({
    message: `${path}: the last write was cut off before it was said to be saved, and is left out.`,
  });
}
