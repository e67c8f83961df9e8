import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Config } from '../config.ts';
import { ProblemError } from '../core/problem.ts';
import { counted } from '../core/text/counted.ts';
import { loadTopics } from '../load-topics.ts';
import { diskProblem } from '../store/disk-problem.ts';
import { backupBefore, backupDirectory } from '../store/find-backup.ts';
import { importLine, lossProblem } from '../store/lost-subscriptions.ts';
import { openLowdbStore } from '../store/lowdb/open-lowdb-store.ts';
import { checkFeedMemory } from './check-feeds.ts';
import { checkSubscriptions, type SubscriptionCheck } from './check-subscriptions.ts';
import { type Finding, findingOf } from './finding.ts';

/** `subscriptions.jsonl.broken-20261123T090000000Z`, `papers.rejected-20261123T090000000Z.json` */
const setAsideName = /\.(?:broken|rejected)-(\d{4})(\d\d)(\d\d)T\d+Z/;

/** The data directory and what is in it: store, feeds, subscriptions, of which it tells faulty `places` too. */
export async function checkStore(
  config: Config,
  { places }: Pick<SubscriptionCheck, 'places'>,
): Promise<Finding[]> {
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
    const lost = await lossProblem(store, backupDirectory(dataDirectory));
    const findings: Finding[] = [
      lost === undefined ? { name, state: 'ok', text } : findingOf(name, 'fault', lost),
      ...(await checkDisk(dataDirectory)),
      ...(await checkSetAside(dataDirectory, lost !== undefined)),
      ...store.warnings.map((warning) => findingOf(name, 'warning', warning)),
      ...(await checkFeedMemory(store, config, now)),
      ...(await checkSubscriptions(store, { topics, config, now, places })),
    ];
    await store.close();
    return findings;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return [findingOf(name, 'fault', error.problem)];
  }
}

/**
 * What the store kept aside at earlier starts, as it could not be read: something may be missing since. `isLossTold`: what
 * brings it back is told already.
 */
async function checkSetAside(dataDirectory: string, isLossTold: boolean): Promise<Finding[]> {
  const names = (await readdir(dataDirectory)).filter((name) => setAsideName.test(name)).sort();
  const [first] = names;
  if (first === undefined) return [];
  const [, year, month, day] = setAsideName.exec(first) ?? [];
  const at = Date.parse(`${year}-${month}-${day}`);
  const backup = isLossTold ? undefined : await backupBefore(backupDirectory(dataDirectory), at);
  const missing =
    backup === undefined
      ? ''
      : ` If so, stop serve and add it from a backup of before: ${importLine(backup)}.`;
  return [
    {
      name: `data in ${dataDirectory}`,
      state: 'warning',
      text: `kept aside, as it could not be read: ${names.join(', ')}`,
      remedy: `Look whether anything is missing.${missing} Move these files away once nothing is.`,
    },
  ];
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
