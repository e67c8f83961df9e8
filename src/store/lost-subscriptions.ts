import type { Problem } from '../core/problem.ts';
import { findBackup } from './find-backup.ts';
import { keptBackups } from './kept-backups.ts';
import type { Store } from './store.ts';

interface LossProblem extends Problem {
  readonly remedy: string;
}

/** That something was lost and not brought back yet: all subscriptions, or what a backup was kept for. `directory`: that of backups. */
export async function lossProblem(
  store: Pick<Store, 'subscriptions' | 'deliveries'>,
  directory: string,
): Promise<LossProblem | undefined> {
  const lost = await lostSubscriptions(store, directory);
  if (lost !== undefined) return lost;
  const kept = await keptBackups(directory);
  if (kept.length === 0) return undefined;
  return {
    message: `Data was damaged or lost, and ${kept.join(' and ')} may have what is missing.`,
    remedy: `Stop serve. If nothing is missing, delete the kept backup; else this adds it, and then removes the backup: ${importLines(kept)}`,
  };
}

/**
 * That there were subscriptions, by what deliveries or backups know, while the store has none and never had: their file is
 * gone. Undefined where they are there, or where people removed the last of them. `directory`: that of daily backups.
 */
export async function lostSubscriptions(
  { subscriptions, deliveries }: Pick<Store, 'subscriptions' | 'deliveries'>,
  directory: string,
): Promise<LossProblem | undefined> {
  if (await subscriptions.hadAny()) return undefined;
  const backup = await findBackup(directory);
  const [rows, history] = await Promise.all([deliveries.all(), deliveries.history()]);
  const isDelivered = rows.length + history.length > 0;
  const isBackedUp = backup?.hasSubscriptions === true;
  if (!isDelivered && !isBackedUp) return undefined;
  const witness = isDelivered ? 'what was posted shows that there were some' : 'a backup has some';
  const kept = await keptBackups(directory);
  const sources = kept.length === 0 && isBackedUp ? [backup.path] : kept;
  return {
    message: `No subscriptions are on file, but ${witness}: subscriptions.jsonl was lost, and nothing is posted.`,
    remedy: `Stop serve, and bring them back: ${importLines(sources)}`,
  };
}

/** What to type to bring a backup back. */
export function importLine(path = 'FILE'): string {
  return `npm run -s paperround -- import ${path}`;
}

function importLines(paths: readonly string[]): string {
  return paths.length === 0 ? importLine() : paths.map((path) => importLine(path)).join(', then ');
}
