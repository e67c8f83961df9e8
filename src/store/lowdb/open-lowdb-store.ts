import type { Problem } from '../../core/problem.ts';
import type { Ownership } from '../../lib/single-owner.ts';
import { backupDirectory } from '../find-backup.ts';
import { keepLostSubscriptions } from '../kept-backups.ts';
import type { Store } from '../store.ts';
import type { StoreContext } from './collection.ts';
import { findDirectory, ownDirectory } from './data-directory.ts';
import { openDeliveries } from './deliveries.ts';
import { openFeedMemory } from './feed-memory.ts';
import { type FileSystem, nodeFileSystem } from './file-system.ts';
import { openInstallations } from './installations.ts';
import { type Migrations, migrations as ownMigrations } from './migrations.ts';
import { openPapers } from './papers.ts';
import { closedProblem, readOnlyProblem } from './store-problems.ts';
import { openSubscriptions } from './subscriptions.ts';

/** Some 25,000 digests, or half a second to a second more at the next start. */
const defaultGrowth = 2 ** 27;

export interface LowdbStoreOptions {
  /** The data directory. Created where it is missing (not its parents), unless it is only read. */
  readonly directory: string;
  /** `own`: for this process alone. `read-only`: beside its owner, if there is one; nothing is written or renamed. */
  readonly mode: 'own' | 'read-only';
  /** The clock, epoch milliseconds. */
  readonly now?: () => number;
  readonly fileSystem?: FileSystem;
  /** How much a journal grows at least before it is written anew, in bytes. */
  readonly leastGrowth?: number;
  readonly migrations?: Migrations;
}

/**
 * Opens the embedded store: a journal of JSON lines behind lowdb for each kind of record.
 * Rejects with a ProblemError when the directory cannot be used, another process owns it, a file and its backup
 * are both broken, or one was written by a newer version.
 */
export async function openLowdbStore(options: LowdbStoreOptions): Promise<Store> {
  const { fileSystem: fs = nodeFileSystem } = options;
  if (options.mode === 'read-only') {
    const directory = await findDirectory(fs, options.directory);
    return openCollections(options, directory);
  }
  const { directory, ownership } = await ownDirectory(fs, options.directory);
  try {
    return await openCollections(options, directory, ownership);
  } catch (error) {
    await ownership.release();
    throw error;
  }
}

async function openCollections(
  options: LowdbStoreOptions,
  directory: string,
  ownership?: Ownership,
): Promise<Store> {
  const { now = Date.now, fileSystem: fs = nodeFileSystem, migrations = ownMigrations } = options;
  const warnings: Problem[] = [];
  let closing: Promise<void> | undefined;
  const context: StoreContext = {
    place: {
      fs,
      directory,
      writable: ownership !== undefined,
      leastGrowth: options.leastGrowth ?? defaultGrowth,
      now,
      warn: (warning) => warnings.push(warning),
    },
    assertWritable() {
      if (!ownership) throw readOnlyProblem(directory);
      if (closing) throw closedProblem(directory);
    },
  };
  const papers = await openPapers(context, migrations.papers);
  const deliveries = await openDeliveries(context, migrations.deliveries);
  const delivered = (await deliveries.store.all()).map(({ subscription }) => subscription);
  const subscriptions = await openSubscriptions(context, migrations.subscriptions, delivered);
  const feeds = await openFeedMemory(context, migrations.feeds);
  const installations = await openInstallations(context, migrations.installations);

  if (ownership) await keepLostSubscriptions(subscriptions.store, backupDirectory(directory));
  // Where it fails, the next write says why.
  if (ownership) await deliveries.fold().catch(() => undefined);

  async function finish(): Promise<void> {
    const parts = [papers, deliveries, subscriptions, feeds, installations];
    await Promise.all(parts.map(({ close }) => close()));
    await ownership?.release();
  }

  return {
    papers: papers.store,
    ...subscriptions.store,
    deliveries: deliveries.store,
    feeds: feeds.store,
    installations: installations.store,
    warnings,
    close() {
      closing ??= finish();
      return closing;
    },
  };
}
