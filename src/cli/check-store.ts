import { constants, existsSync } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Config } from '../config.ts';
import { ProblemError } from '../core/problem.ts';
import { counted } from '../core/text/counted.ts';
import { loadTopics } from '../load-topics.ts';
import { openLowdbStore } from '../store/lowdb/open-lowdb-store.ts';
import { checkFeedMemory } from './check-feeds.ts';
import { checkSubscriptions } from './check-subscriptions.ts';
import { type Finding, faultOf } from './finding.ts';

const littleBytes = 200_000_000;
const tooLittleBytes = 20_000_000;

/** The data directory and what is in it: store, feeds, subscriptions. */
export async function checkStore(config: Config): Promise<Finding[]> {
  const { dataDirectory } = config;
  const name = `data in ${dataDirectory}`;
  if (!existsSync(dataDirectory)) return [await checkParent(config)];
  try {
    const topics = await loadTopics(config);
    const store = await openLowdbStore({ directory: dataDirectory, mode: 'read-only' });
    const now = Date.now();
    const [papers, subscriptions] = await Promise.all([
      store.papers.all(),
      store.subscriptions.all(),
    ]);
    const text = `${counted(papers.length, 'paper')}, ${counted(subscriptions.length, 'subscription')}`;
    const findings: Finding[] = [
      { name, state: 'ok', text },
      ...(await checkDisk(config)),
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
async function checkParent({ dataDirectory }: Config): Promise<Finding> {
  const name = `data in ${dataDirectory}`;
  const parent = dirname(dataDirectory);
  const remedy = 'Make the parent folder, or set DATA_DIR to another folder.';
  const found = await stat(parent).catch(() => undefined);
  if (found?.isDirectory() !== true) {
    const fault = found === undefined ? 'is not there' : 'is not a directory';
    return { name, state: 'fault', text: `its parent ${parent} ${fault}`, remedy };
  }
  return { name, state: 'ok', text: 'nothing yet; npm start makes the folder' };
}

/** Whether there is the right and the room to write. */
async function checkDisk({ dataDirectory }: Config): Promise<Finding[]> {
  const name = `disk of ${dataDirectory}`;
  try {
    await access(dataDirectory, constants.W_OK);
  } catch {
    const remedy = 'Give this user the right to write there, or set DATA_DIR to another folder.';
    return [{ name, state: 'fault', text: 'it cannot be written to', remedy }];
  }
  const { bavail, bsize } = await statfs(dataDirectory);
  const free = bavail * bsize;
  if (free >= littleBytes) return [];
  const text = `${Math.floor(free / 1_000_000)} MB are free`;
  const remedy = 'Free some space: nothing can be stored, and so nothing posted, once it is full.';
  return [{ name, state: free < tooLittleBytes ? 'fault' : 'warning', text, remedy }];
}
