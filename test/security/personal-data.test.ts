import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Delivery } from '../../src/core/delivery.ts';
import { nobody } from '../../src/core/subscription.ts';
import { openLowdbStore } from '../../src/store/lowdb/open-lowdb-store.ts';
import type { Store } from '../../src/store/store.ts';
import { paper } from '../fakes/papers.ts';
import { asker, openDesk } from './desk.ts';

const stored = [paper('2603.00001', { title: 'Agents that knit' })];
const ana = '424242424242';
const traces = [ana, 'quokka', 'Pacific/Chatham'];
const ask = asker('20', ana);

const now = () => Date.parse('2026-03-02T12:00:00Z');

let directory: string;
let store: Store;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'paperround-person-'));
  store = await open();
  await store.papers.put(stored);
});

afterEach(async () => {
  await store.close();
  await rm(directory, { recursive: true });
});

const open = () => openLowdbStore({ directory, mode: 'own', now });

function delivery(given: Partial<Delivery>): Delivery {
  return {
    subscription: 'd1',
    slot: '2026-03-01T09:00+00:00',
    part: 0,
    address: `discord:@${ana}`,
    posted: ['arxiv:2603.00001'],
    passedOver: [],
    status: 'sent',
    externalId: `${ana}/7`,
    updatedAt: '2026-03-01T09:00:01.000Z',
    ...given,
  } as Delivery;
}

/** Somebody uses all that there is, and is written to. */
async function useEverything(): Promise<void> {
  const { dispatch } = openDesk(store, stored);
  const asked = [
    ask(['papers', 'my', 'follow'], { topic: 'quokka OR agents' }),
    ask(['papers', 'my', 'zone'], { zone: 'Pacific/Chatham' }),
    ask(['papers', 'save'], { paper: '2603.00001' }),
    ask(['papers', 'rate'], { paper: '2603.00001', wants: 'more' }),
    ask(['digest', 'add'], { query: 'agents', time: '09:00', zone: 'UTC' }),
  ];
  for (const invocation of asked) {
    const { ok, view } = await dispatch(invocation);
    expect([ok, view.summary]).toEqual([true, expect.anything()]);
  }
  const held = { status: 'uncertain', payload: 'quokka', attempt: 1, detail: '' } as const;
  await store.deliveries.put(
    delivery({}),
    delivery({
      slot: '2026-03-02T09:00+00:00',
      firstSentAt: '2026-03-02T09:00:00.000Z',
      ...held,
    } as never),
    delivery({ subscription: 'd2', address: 'discord:20/201', externalId: '201/8' } as never),
  );
  await store.deliveries.remember([{ address: `discord:@${ana}`, papers: ['arxiv:2603.00001'] }]);
}

async function reopen(): Promise<void> {
  await store.close();
  store = await open();
}

/** Every file of the data directory, backups unpacked, with which of the traces it has. */
async function found(): Promise<string[]> {
  const files = await readdir(directory, { recursive: true, withFileTypes: true });
  const hits: string[] = [];
  for (const { parentPath, name } of files.filter((each) => each.isFile())) {
    const bytes = await readFile(join(parentPath, name));
    const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
    hits.push(
      ...traces.filter((trace) => text.includes(trace)).map((trace) => `${name}: ${trace}`),
    );
  }
  return hits;
}

describe('a person who wants to be forgotten', () => {
  test('leaves no trace in any file, and their digest of a place goes on', async () => {
    await useEverything();
    await reopen();
    expect((await found()).length).toBeGreaterThan(2);
    const { dispatch } = openDesk(store, stored);
    const asked = await dispatch(ask(['papers', 'my', 'data'], { action: 'delete' }));
    expect(JSON.stringify(asked.view)).toMatch(/Delete for good/);
    expect((await found()).length).toBeGreaterThan(2);

    const reply = await dispatch(
      ask(['papers', 'my', 'data'], { action: 'delete', confirm: 'yes' }),
    );
    expect(reply.view.summary).toMatch(/^Deleted\. .*Backups.*a week/);
    expect(await found()).toEqual([]);
    await reopen();
    await store.close();
    expect(await found()).toEqual([]);

    store = await open();
    const [left, ...more] = await store.subscriptions.all();
    expect([left?.id, left?.createdBy, more]).toEqual(['d2', nobody, []]);
    expect(await store.deliveries.all()).toHaveLength(1);
    expect(await store.deliveries.postedAt('discord:20/201')).toEqual(
      new Set(['arxiv:2603.00001']),
    );
  });

  test('may have unfollowed everything before', async () => {
    await useEverything();
    const { dispatch } = openDesk(store, stored);
    await dispatch(ask(['papers', 'my', 'unfollow'], { topic: 'quokka OR agents' }));
    await dispatch(ask(['papers', 'my', 'data'], { action: 'delete', confirm: 'yes' }));
    expect(await found()).toEqual([]);
  });

  test('in a terminal keeps the memory of the place, which they share with its digests', async () => {
    const address = 'terminal:-';
    const place = { address, realm: address, personalAddress: address, ownRealm: address };
    const local = { ...place, actor: { id: 'terminal:local', name: 'you', canManage: true } };
    const { dispatch } = openDesk(store, stored);
    await dispatch({ ...local, path: ['papers', 'my', 'follow'], args: { topic: 'agents' } });
    await dispatch({ ...local, path: ['digest', 'add'], args: { query: 'agents' } });
    await store.deliveries.put(delivery({ address, subscription: 'd2' }));
    await dispatch({
      ...local,
      path: ['papers', 'my', 'data'],
      args: { action: 'delete', confirm: 'yes' },
    });
    expect(await store.deliveries.postedAt(address)).toEqual(new Set(['arxiv:2603.00001']));
  });
});

test('a person is given all that is stored about them', async () => {
  await useEverything();
  const { dispatch } = openDesk(store, stored);
  const reply = await dispatch(ask(['papers', 'my', 'data'], { action: 'export' }));
  expect(reply.visibility).toBe('private');
  const given = JSON.parse(reply.file?.text ?? '');
  expect(given).toMatchObject({
    person: { zone: 'Pacific/Chatham', saved: [{ paper: 'arxiv:2603.00001' }], tastes: [{}] },
    digest: { id: 'd1', queries: ['quokka OR agents'] },
    setUp: [{ id: 'd2', queries: ['agents'] }],
  });
  expect(given.deliveries).toHaveLength(2);
});
