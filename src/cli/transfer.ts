import { chmod, rm, writeFile } from 'node:fs/promises';
import { ProblemError, problemText } from '../core/problem.ts';
import { counted } from '../core/text/counted.ts';
import { readFileUpTo } from '../feeds/read-file.ts';
import { unzipped } from '../lib/unzipped.ts';
import { backUp } from '../store/back-up.ts';
import { dumpStore, dumpText, loadDump, restoreDump } from '../store/dump.ts';
import { backupDirectory } from '../store/find-backup.ts';
import { keptCopiesOf } from '../store/kept-backups.ts';
import { openLowdbStore } from '../store/lowdb/open-lowdb-store.ts';
import type { Store } from '../store/store.ts';
import { openStored } from './open-stored.ts';
import type { Verb } from './verb.ts';

export const exportAll: Verb = {
  name: 'export',
  usage: '[FILE]',
  summary: 'Write everything that is stored into one JSON file, or to standard output',
  options: {},
  words: { min: 0, max: 1 },
  examples: ['export backup.json'],
  async run({ words: [file], config, options, output }) {
    const store = await openStored(config);
    for (const warning of store.warnings) output.note(problemText(warning));
    const dump = await dumpStore(store, Date.now());
    await store.close();
    if (file === undefined) {
      output.print([...dumpText(dump)].join('').trimEnd());
      return 0;
    }
    await writeFile(file, dumpText(dump), { mode: 0o600 }).catch((error: Error) => {
      const missing = [
        'its folder is not there',
        'Make the folder, or name another file.',
      ] as const;
      throw fileProblem(`${file} cannot be written`, error, missing);
    });
    await chmod(file, 0o600);
    const { papers, subscriptions, people, deliveries } = dump;
    const counts = {
      papers: papers.length,
      subscriptions: subscriptions.length,
      people: people.length,
      deliveries: deliveries.length,
    };
    if (options.flag('json')) output.json({ file, ...counts });
    else output.note(`${file}: ${countsText(counts)}.`);
    return 0;
  },
};

export const importAll: Verb = {
  name: 'import',
  usage: 'FILE',
  summary: 'Read what export wrote into the store; what is there already stays',
  options: {},
  words: { min: 1, max: 1 },
  examples: ['import backup.json', 'import data/backups/2026-11-23.json.gz'],
  async run({ words: [file = ''], config, options, output }) {
    const dump = loadDump(await readJson(file));
    if (!dump.ok)
      throw new ProblemError({ ...dump.problem, message: `${file}: ${dump.problem.message}` });
    const store = await openLowdbStore({ directory: config.dataDirectory, mode: 'own' });
    try {
      for (const warning of store.warnings) output.note(problemText(warning));
      const restored = await restoreDump(store, dump.value);
      for (const { from, to } of restored.renumbered) {
        output.note(`Subscription ${from} of the file is ${to} here: its id was taken.`);
      }
      if (options.flag('json')) output.json(restored);
      else output.print(`Imported ${countsText(restored)}.`);
      if (dump.value.subscriptions.length === 0) {
        output.note(`${file} has no subscriptions. Where there were some, import an older backup.`);
      }
      for (const path of await removeImported(store, backupDirectory(config.dataDirectory), file)) {
        output.note(`${path} is removed: today's backup has all of it.`);
      }
    } finally {
      await store.close();
    }
    return 0;
  },
};

/** Removes the backups that were kept for this import, once today's has what they had. Gives their paths. */
async function removeImported(store: Store, directory: string, file: string): Promise<string[]> {
  const copies = await keptCopiesOf(file, directory);
  if (copies.length === 0) return [];
  const today = await backUp(store, { directory, now: Date.now(), isRenewal: true });
  if (today === undefined) return [];
  for (const path of copies) await rm(path);
  return copies;
}

/** Node.js holds no text that is longer than 512 MiB. */
const mostImportBytes = 500_000_000;

const wholeFile = 'Give a file that export wrote, whole.';

async function readJson(file: string): Promise<unknown> {
  const bytes = await readFileUpTo(file, mostImportBytes).catch((error: Error) => {
    if (error instanceof ProblemError) throw error;
    throw fileProblem(`${file} cannot be read`, error, [
      'there is no such file',
      'Check the path.',
    ]);
  });
  const text = await unzipped(bytes, mostImportBytes).catch((error: Error) => {
    throw new ProblemError(
      { message: `${file} cannot be unpacked: ${error.message}.`, remedy: wholeFile },
      { cause: error },
    );
  });
  try {
    return JSON.parse(Buffer.from(text).toString());
  } catch (error) {
    throw new ProblemError(
      { message: `${file} is not JSON: ${(error as Error).message}.`, remedy: wholeFile },
      { cause: error },
    );
  }
}

type Fault = readonly [fault: string, remedy?: string];

const faults: Readonly<Record<string, Fault>> = {
  EISDIR: ['that is a directory', 'Name a file in it.'],
  EACCES: ['this user has no right to', 'Give it the right, or name another file.'],
  ENOSPC: ['the disk is full', 'Free some space, or name a file elsewhere.'],
};

function fileProblem(failed: string, error: NodeJS.ErrnoException, missing: Fault): ProblemError {
  const { code = '', message } = error;
  const [fault, remedy] = code === 'ENOENT' ? missing : (faults[code] ?? [message]);
  return new ProblemError(
    { message: `${failed}: ${fault}.`, ...(remedy !== undefined && { remedy }) },
    { cause: error },
  );
}

interface Counts {
  readonly papers: number;
  readonly subscriptions: number;
  readonly people: number;
  readonly deliveries: number;
}

function countsText({ papers, subscriptions, people, deliveries }: Counts): string {
  return `${counted(papers, 'paper')}, ${counted(subscriptions, 'subscription')}, ${counted(people, 'person', 'people')} and ${counted(deliveries, 'delivery', 'deliveries')}`;
}
