import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileProblem } from './file-problem.ts';
import { findBackup } from './find-backup.ts';
import { nodeFileSystem } from './lowdb/file-system.ts';
import { keepAs, syncDirectory } from './lowdb/replace-file.ts';
import type { Store } from './store.ts';

const keptName = /^\d{4}-\d{2}-\d{2}\.before-damage(?:-\d+)?\.json\.gz$/;

/** Backups that were kept when something was found damaged or lost, the oldest first: none is renewed, or deleted by age. */
export async function keptBackups(directory: string): Promise<string[]> {
  const names = (await readdir(directory).catch(() => [])).filter((name) => keptName.test(name));
  const ranked = names.map((name) => ({
    name,
    number: Number(/-(\d+)\.json/.exec(name)?.[1] ?? 1),
  }));
  return ranked
    .sort((a, b) => dayOf(a.name).localeCompare(dayOf(b.name)) || a.number - b.number)
    .map(({ name }) => join(directory, name));
}

/** Those kept backups that are the same as a file. */
export async function keptCopiesOf(file: string, directory: string): Promise<string[]> {
  const copies: string[] = [];
  for (const path of await keptBackups(directory)) {
    if (await isSame(path, file)) copies.push(path);
  }
  return copies;
}

/**
 * Gives the daily backup that may have what was just found damaged a second name, `2026-11-23.before-damage.json.gz`, which it
 * gives: its own is soon that of one without. Undefined where there is no backup. Rejects with a ProblemError.
 */
export async function keepBackup(directory: string): Promise<string | undefined> {
  const backup = await findBackup(directory);
  return backup && keep(backup.path);
}

/** Keeps the newest backup with subscriptions where the store has none and never had. Rejects with a ProblemError. */
export async function keepLostSubscriptions(
  { subscriptions }: Pick<Store, 'subscriptions'>,
  directory: string,
): Promise<void> {
  if (await subscriptions.hadAny()) return;
  const backup = await findBackup(directory);
  if (backup?.hasSubscriptions === true) await keep(backup.path);
}

async function keep(path: string): Promise<string> {
  const directory = dirname(path);
  try {
    const [copy] = await keptCopiesOf(path, directory);
    if (copy !== undefined) return copy;
    const taken = new Set(await keptBackups(directory));
    const start = join(directory, `${dayOf(path)}.before-damage`);
    let kept = `${start}.json.gz`;
    for (let count = 2; taken.has(kept); count += 1) kept = `${start}-${count}.json.gz`;
    await keepAs(nodeFileSystem, path, kept);
    await syncDirectory(nodeFileSystem, directory);
    return kept;
  } catch (error) {
    throw fileProblem(`keep ${path} under a second name`, error);
  }
}

function dayOf(path: string): string {
  return basename(path).slice(0, 10);
}

async function isSame(path: string, other: string): Promise<boolean> {
  const [one, two] = await Promise.all([stat(path), stat(other)]);
  if (one.ino === two.ino && one.dev === two.dev) return true;
  return one.size === two.size && (await readFile(path)).equals(await readFile(other));
}
