import type { Problem } from '../core/problem.ts';
import { findBackup } from './find-backup.ts';
import type { Store } from './store.ts';

/**
 * That there were subscriptions, by what deliveries or backups know, while the store has none and never had: their file is
 * gone. Undefined where they are there, or where people removed the last of them. `directory`: that of daily backups.
 */
export async function lostSubscriptions(
  { subscriptions, deliveries }: Pick<Store, 'subscriptions' | 'deliveries'>,
  directory: string,
): Promise<(Problem & { readonly remedy: string }) | undefined> {
  if (await subscriptions.hadAny()) return undefined;
  const backup = await findBackup(directory);
  const [rows, history] = await Promise.all([deliveries.all(), deliveries.history()]);
  const isDelivered = rows.length + history.length > 0;
  const isBackedUp = backup?.hasSubscriptions === true;
  if (!isDelivered && !isBackedUp) return undefined;
  const witness = isDelivered ? 'what was posted shows that there were some' : 'a backup has some';
  return {
    message: `No subscriptions are on file, but ${witness}: subscriptions.jsonl was lost, and nothing is posted.`,
    remedy: `Stop serve, and bring them back: ${importLine(isBackedUp ? backup.path : undefined)}`,
  };
}

/** What to type to bring a backup back. */
export function importLine(path = 'FILE'): string {
  return `npm run -s paperround -- import ${path}`;
}
