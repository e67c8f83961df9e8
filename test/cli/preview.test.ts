import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLowdbStore } from '../../src/store/lowdb/open-lowdb-store.ts';
import type { Store } from '../../src/store/store.ts';
import { checkMessage } from '../fakes/discord/limits-check.ts';
import { createOpenApiCheck } from '../fakes/discord/openapi.ts';
import { runPaperround } from '../fakes/paperround.ts';
import { paper, subscription } from '../fakes/papers.ts';

let directory: string;
let store: Store;

/** The store stays open, as that of a bot that runs beside. */
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'paperround-preview-'));
  store = await openLowdbStore({ directory, mode: 'own' });
  const now = new Date().toISOString();
  const day = now.slice(0, 10);
  await store.papers.put(
    ['kettles', 'ladders'].map((title, index) =>
      paper(`2603.0000${index}`, { title: `On ${title}`, featuredOn: day, arrivedAt: now }),
    ),
  );
  const { id: _, ...wanted } = subscription({ address: 'discord:10/20' });
  await store.subscriptions.add(wanted);
  await store.subscriptions.add({ ...wanted, queries: ['zebra'] });
});

afterAll(async () => {
  await store.close();
  await rm(directory, { recursive: true });
});

const preview = (...args: readonly string[]) =>
  runPaperround(['preview', ...args], { env: { DATA_DIR: directory } });

test('prints what a stored digest would post, beside a bot that runs', async () => {
  const { code, stdout } = await preview('d1');
  expect(stdout).toMatch(/Preview: Trending papers.*On kettles/s);
  expect(code).toBe(0);
}, 20_000);

test('prints the exact request for Discord, the same each time', async () => {
  const [first, second] = [
    await preview('D1', '--format', 'discord'),
    await preview('d1', '--format', 'discord'),
  ];
  expect(first.stdout).toBe(second.stdout);
  const [body, ...more] = JSON.parse(first.stdout) as object[];
  expect(more).toEqual([]);
  expect(body).toMatchObject({ nonce: expect.stringMatching(/^.{25}$/), enforce_nonce: true });
  expect(checkMessage(body ?? {}, { on: 'channel', files: 0 })).toEqual([]);
  expect(createOpenApiCheck()?.checkRequest('POST', '/channels/1/messages', body) ?? []).toEqual(
    [],
  );
}, 20_000);

test('says that nothing would be sent', async () => {
  const { code, stdout, stderr } = await preview('d2', '--format', 'discord');
  expect(stderr).toMatch(/Nothing new matches/);
  expect(stdout).toBe('');
  expect(code).toBe(0);
}, 20_000);

test('of a digest that is not there, says which are', async () => {
  const { code, stderr } = await preview('d9');
  expect(stderr).toMatch(/There is no digest “d9”.*There are d1 \(discord:10\/20\), d2/s);
  expect(code).toBe(1);
}, 20_000);

test('where no papers were read yet, nothing is said of what matches', async () => {
  const empty = await mkdtemp(join(tmpdir(), 'paperround-preview-'));
  const own = await openLowdbStore({ directory: empty, mode: 'own' });
  await own.subscriptions.put(subscription());
  await own.close();
  const { code, stdout, stderr } = await runPaperround(['preview', 'd1'], {
    env: { DATA_DIR: empty },
  });
  expect(stderr).toMatch(/No papers were read yet/);
  expect(stdout).toBe('');
  expect(code).toBe(0);
  await rm(empty, { recursive: true });
}, 20_000);
