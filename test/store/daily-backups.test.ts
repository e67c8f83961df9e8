import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, expect, test, vi } from 'vitest';
import { createDailyBackups } from '../../src/store/daily-backups.ts';
import { openLowdbStore } from '../../src/store/lowdb/open-lowdb-store.ts';
import { observedStore } from '../../src/store/observed-store.ts';
import { temporaryDirectory } from './lowdb/temporary-directory.ts';
import { noon, samplePaper, samplePerson, sampleSubscription } from './sample-records.ts';

afterEach(() => vi.useRealTimers());

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
  const backups = createDailyBackups({ directory, now: () => Date.parse(noon), log });
  await writeFile(directory, 'a file is in the way');
  backups.start(store);
  await backups.stop();
  expect(lines).toEqual([expect.stringContaining(directory)]);
  await rm(directory);
  backups.start(store);
  await backups.stop();
  expect(await readdir(directory)).toEqual(['2026-03-10.json.gz']);
  expect(lines).toHaveLength(2);
  await store.close();
});

async function openWatched() {
  const parent = await temporaryDirectory();
  const directory = join(parent, 'backups');
  const lines: string[] = [];
  const say = (line: string) => void lines.push(line);
  const backups = createDailyBackups({ directory, now: Date.now, log: { info: say, warn: say } });
  const opened = await openLowdbStore({ directory: join(parent, 'data'), mode: 'own' });
  const store = observedStore(opened, [backups], () => 0);
  await store.papers.put([samplePaper()]);
  async function kept() {
    const [name = ''] = await readdir(directory);
    const dump = JSON.parse(gunzipSync(await readFile(join(directory, name))).toString());
    return { subscriptions: dump.subscriptions.length, people: dump.people.length };
  }
  return { backups, store, lines, kept };
}

test("writes today's anew at a stop, where something has changed", async () => {
  const { backups, store, lines, kept } = await openWatched();
  backups.start(store);
  await vi.waitFor(() => expect(lines).toHaveLength(1));
  await store.subscriptions.add(sampleSubscription());
  await backups.stop();
  expect(await kept()).toMatchObject({ subscriptions: 1 });
  backups.start(store);
  await backups.stop();
  expect(lines).toHaveLength(2);
  await store.close();
});

test("writes today's anew after subscriptions or people have changed, once an hour at most", async () => {
  const toFake = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] as const;
  vi.useFakeTimers({ now: Date.parse(noon), toFake: [...toFake] });
  const { backups, store, lines, kept } = await openWatched();
  const keptTimes = async (times: number) => {
    while (lines.length < times) await new Promise((resolve) => setImmediate(resolve));
  };
  backups.start(store);
  await keptTimes(1);
  await store.subscriptions.add(sampleSubscription());
  await vi.advanceTimersByTimeAsync(59 * 60_000);
  expect(lines).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(60_000);
  await keptTimes(2);
  expect(await kept()).toEqual({ subscriptions: 1, people: 0 });
  await store.people.put(samplePerson());
  await vi.advanceTimersByTimeAsync(60 * 60_000);
  await keptTimes(3);
  expect(await kept()).toEqual({ subscriptions: 1, people: 1 });
  await backups.stop();
  expect(lines).toHaveLength(3);
  await store.close();
});
