import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Config } from '../config.ts';
import { ProblemError } from '../core/problem.ts';
import { counted } from '../core/text/counted.ts';
import { loadTopics } from '../load-topics.ts';
import { diskProblem } from '../store/disk-problem.ts';
import { backupDirectory } from '../store/find-backup.ts';
import { lostSubscriptions } from '../store/lost-subscriptions.ts';
import { openLowdbStore } from '../store/lowdb/open-lowdb-store.ts';
import { checkFeedMemory } from './check-feeds.ts';
import { checkSubscriptions } from './check-subscriptions.ts';
import { type Finding, faultOf } from './finding.ts';

/** The data directory and what is in it: store, feeds, subscriptions. */
export async function checkStore(config: Config): Promise<Finding[]> {
  const { dataDirectory } = config;
  const name = `data in ${dataDirectory}`;
  if (!existsSync(dataDirectory)) return checkParent(config);
  try {
    const topics = await loadTopics(config);
    const store = await openLowdbStore({ directory: dataDirectory, mode: 'read-only' });
    const now = Date.now();
    const [papers, subscriptions] = await Promise.all([
      store.papers.all(),
      store.subscriptions.all(),
    ]);
    const text = `${counted(papers.length, 'paper')}, ${counted(subscriptions.length, 'subscription')}`;
    const lost = await lostSubscriptions(store, backupDirectory(dataDirectory));
    const findings: Finding[] = [
      lost === undefined ? { name, state: 'ok', text } : faultOf(name, lost),
      ...(await checkDisk(dataDirectory)),
      ...store.warnings.map((warning): Finding => ({ name, state: 'warning', text: warning })),
      ...(await checkFeedMemory(store, config, now)),
      ...(await checkSubscriptions(store, { topics, config, now })),
    ];
    await store.close();
    return findings;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return [faultOf(name, error.problem)];
  }
}

/** Whether the data directory, which is missing, can be made. */
async function checkParent({ dataDirectory }: Config): Promise<Finding[]> {
  const name = `data in ${dataDirectory}`;
  const parent = dirname(dataDirectory);
  const remedy = 'Make the parent folder, or set DATA_DIR to another folder.';
  const found = await stat(parent).catch(() => undefined);
  if (found?.isDirectory() !== true) {
    const fault = found === undefined ? 'is not there' : 'is not a directory';
    return [{ name, state: 'fault', text: `its parent ${parent} ${fault}`, remedy }];
  }
  const disk = await checkDisk(parent);
  if (disk.some(({ state }) => state === 'fault')) return disk;
  return [{ name, state: 'ok', text: 'nothing yet; npm start makes the folder' }, ...disk];
}

/** Whether there is the right and the room to write. */
async function checkDisk(directory: string): Promise<Finding[]> {
  const problem = await diskProblem(directory);
  if (problem === undefined) return [];
  const { message: text, remedy, isFull } = problem;
  return [{ name: `disk of ${directory}`, state: isFull ? 'fault' : 'warning', text, remedy }];
}
