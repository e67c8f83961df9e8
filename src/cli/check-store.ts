import { readdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Config } from '../config.ts';
import { ProblemError, type Result } from '../core/problem.ts';
import { counted } from '../core/text/counted.ts';
import { loadTopics } from '../load-topics.ts';
import { diskProblem } from '../store/disk-problem.ts';
import { backupBefore, backupDirectory } from '../store/find-backup.ts';
import { importLine, lossProblem } from '../store/lost-subscriptions.ts';
import type { Store } from '../store/store.ts';
import { checkSubscriptions, type SubscriptionCheck } from './check-subscriptions.ts';
import { type Finding, findingOf } from './finding.ts';

/** `subscriptions.jsonl.broken-20261123T090000000Z`, `papers.rejected-20261123T090000000Z.json` */
const setAsideName = /\.(?:broken|rejected)-((\d{4})(\d\d)(\d\d)T\d+Z)/;

/**
 * The data directory and what is in it, which was `opened` where there is any: store and subscriptions, of which it tells
 * faulty `places` too.
 */
export async function checkStore(
  config: Config,
  opened: Result<Store> | undefined,
  { places }: Pick<SubscriptionCheck, 'places'>,
): Promise<Finding[]> {
  const { dataDirectory } = config;
  const name = `data in ${dataDirectory}`;
  if (opened === undefined) return checkParent(config);
  if (!opened.ok) return [findingOf(name, 'fault', opened.problem)];
  const store = opened.value;
  try {
    const topics = await loadTopics(config);
    const [papers, subscriptions] = await Promise.all([
      store.papers.all(),
      store.subscriptions.all(),
    ]);
    const text = `${counted(papers.length, 'paper')}, ${counted(subscriptions.length, 'subscription')}`;
    const lost = await lossProblem(store, backupDirectory(dataDirectory));
    return [
      lost === undefined ? { name, state: 'ok', text } : findingOf(name, 'fault', lost),
      ...(await checkDisk(dataDirectory)),
      ...(await checkSetAside(dataDirectory, lost !== undefined)),
      ...store.warnings.map((warning) => findingOf(name, 'warning', warning)),
      ...(await checkSubscriptions(store, { topics, config, now: Date.now(), places })),
    ];
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
  const found = (await readdir(dataDirectory)).flatMap((file) => {
    const [, stamp, year, month, day] = setAsideName.exec(file) ?? [];
    return stamp === undefined ? [] : [{ file, stamp, day: `${year}-${month}-${day}` }];
  });
  const files = found.toSorted(
    (a, b) => a.stamp.localeCompare(b.stamp) || a.file.localeCompare(b.file),
  );
  const [first] = files;
  if (first === undefined) return [];
  const remedy = isLossTold ? '' : await backupRemedy(dataDirectory, Date.parse(first.day));
  return [
    {
      name: `data in ${dataDirectory}`,
      state: 'warning',
      text: `kept aside, as it could not be read: ${files.map(({ file }) => file).join(', ')}`,
      remedy: `Look whether a digest is missing among those named below, or in /digest list.${remedy} Move these files away once nothing is.`,
    },
  ];
}

async function backupRemedy(dataDirectory: string, at: number): Promise<string> {
  const backup = await backupBefore(backupDirectory(dataDirectory), at);
  if (backup === undefined) return ' If so, set it up again: there is no backup of before.';
  return ` If so, stop serve and add it from a backup of before: ${importLine(backup)}.`;
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
