import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { dumpStore, dumpText } from './dump.ts';
import { fileProblem } from './file-problem.ts';
import { backupName } from './find-backup.ts';
import { lostSubscriptions } from './lost-subscriptions.ts';
import type { Store } from './store.ts';

export interface BackUpOptions {
  /** Where backups are kept; made where it is missing, its parent not. */
  readonly directory: string;
  /** The clock, epoch milliseconds. */
  readonly now: number;
  /** How many days are kept, from 1. */
  readonly keep?: number;
  /** Writes today's anew where there is one. */
  readonly isRenewal?: boolean;
}

/**
 * Keeps an export of today (in UTC), packed, as `2026-11-23.json.gz`, and deletes those of more than `keep` days. Gives its
 * path; undefined, having done nothing, where today has one that is not to be renewed, where there is nothing to keep, or
 * where subscriptions were lost: that must not push out what is left of them. Rejects with a ProblemError where it cannot
 * be written, the older ones untouched. Those kept of before a damage stay as they are.
 */
export async function backUp(
  store: Store,
  { directory, now, keep = 7, isRenewal = false }: BackUpOptions,
): Promise<string | undefined> {
  const name = `${new Date(now).toISOString().slice(0, 10)}.json.gz`;
  const path = join(directory, name);
  try {
    await mkdir(directory, { mode: 0o700 }).catch(() => undefined);
    const kept = (await readdir(directory)).filter((each) => backupName.test(each));
    if (kept.includes(name) && !isRenewal) return undefined;
    if ((await lostSubscriptions(store, directory)) !== undefined) return undefined;
    const dump = await dumpStore(store, now);
    const { papers, subscriptions, people } = dump;
    if (papers.length + subscriptions.length + people.length === 0) return undefined;
    const temporary = join(directory, '.back-up.tmp');
    await pipeline(
      Readable.from(dumpText(dump), { highWaterMark: 1 }),
      createGzip(),
      createWriteStream(temporary, { mode: 0o600, flush: true }),
    );
    await rename(temporary, path);
    const old = [...new Set([...kept, name])].sort().slice(0, -keep);
    for (const each of old) await rm(join(directory, each), { force: true });
    return path;
  } catch (error) {
    throw fileProblem(`keep a backup in ${directory}`, error);
  }
}
