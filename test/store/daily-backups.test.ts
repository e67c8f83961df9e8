import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createDailyBackups } from '../../src/store/daily-backups.ts';
import { openLowdbStore } from '../../src/store/lowdb/open-lowdb-store.ts';
import { temporaryDirectory } from './lowdb/temporary-directory.ts';
import { noon, samplePaper } from './sample-records.ts';

test('keeps a backup as soon as it starts, and says what keeps it from it', async () => {
  const parent = await temporaryDirectory();
  const store = await openLowdbStore({ directory: join(parent, 'data'), mode: 'own' });
  await store.papers.put([samplePaper()]);
  const directory = join(parent, 'backups');
  const lines: string[] = [];
  const log = {
    info: (line: string) => void lines.push(line),
    warn: (line: string) => void lines.push(line),
  };
  const backups = createDailyBackups(store, { directory, now: () => Date.parse(noon), log });
  await writeFile(directory, 'a file is in the way');
  backups.start();
  await backups.stop();
  expect(lines).toEqual([expect.stringContaining(directory)]);
  await rm(directory);
  backups.start();
  await backups.stop();
  expect(await readdir(directory)).toEqual(['2026-03-10.json.gz']);
  expect(lines).toHaveLength(2);
  await store.close();
});
