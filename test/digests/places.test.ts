import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Problem, ProblemError } from '../../src/core/problem.ts';
import type { PauseReason, Subscription } from '../../src/core/subscription.ts';
import { createPlaces, type Places } from '../../src/digests/places.ts';
import { openLowdbStore } from '../../src/store/lowdb/open-lowdb-store.ts';
import type { Store } from '../../src/store/store.ts';
import { subscription } from '../fakes/papers.ts';

const reason = 'I am no longer there';
const since = '2026-03-01T00:00:00.000Z';
const log = { warn: () => undefined };

let directory: string;
let store: Store;
let places: Places;
let problems: Map<string, Problem>;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'paperround-places-'));
  store = await openLowdbStore({ directory, mode: 'own' });
  problems = new Map();
  places = createPlaces({
    store,
    now: () => Date.parse('2026-03-02T09:00:00Z'),
    problemAt: async (address) => problems.get(address),
    log,
  });
});

afterEach(async () => {
  await store.close();
  await rm(directory, { recursive: true });
});

async function add(
  address: string,
  pause?: PauseReason,
  given: Partial<Subscription> = {},
): Promise<void> {
  const status = pause && ({ kind: 'paused', reason: pause, since } as const);
  const { id: _, ...wanted } = subscription({ address, ...(status && { status }), ...given });
  await store.subscriptions.add(wanted);
}

async function states(): Promise<string[]> {
  const all = await store.subscriptions.all();
  return all.map(({ status }) => (status.kind === 'active' ? 'active' : status.reason.kind));
}

test('a realm that is gone pauses what posts there and nothing else', async () => {
  await add('discord:1/5');
  await add('discord:1/6', { kind: 'by-user' });
  await add('discord:11/5');
  await add('discord:@1');
  await places.gone('discord:1/', reason);
  expect(await states()).toEqual(['destination-gone', 'by-user', 'active', 'active']);
});

test('a realm that is back resumes what was paused for it alone', async () => {
  await add('discord:1/5');
  await add('discord:1/6', { kind: 'destination-gone', text: 'The channel is gone' });
  await add('discord:1/7', { kind: 'not-permitted', text: reason });
  await places.gone('discord:1/', reason);
  await places.back('discord:2/', reason);
  expect(await states()).toEqual(['destination-gone', 'destination-gone', 'not-permitted']);
  await places.back('discord:1/', reason);
  expect(await states()).toEqual(['active', 'destination-gone', 'not-permitted']);
});

test('a realm that is back before its loss is written down resumes all the same', async () => {
  await add('discord:1/5');
  await Promise.all([places.gone('discord:1/', reason), places.back('discord:1/', reason)]);
  expect(await states()).toEqual(['active']);
});

test('a realm that changed resumes what nothing keeps from posting any more', async () => {
  await add('discord:1/5', { kind: 'not-permitted', text: reason });
  await add('discord:1/6', { kind: 'not-permitted', text: reason });
  await add('discord:1/7', { kind: 'by-user' });
  await add('discord:2/5', { kind: 'not-permitted', text: reason });
  problems.set('discord:1/6', { message: 'I may not post there.' });
  await places.changed('discord:1/');
  expect(await states()).toEqual(['active', 'not-permitted', 'by-user', 'not-permitted']);
});

test('a place that cannot be looked at keeps no other from going on, and is not passed over in silence', async () => {
  await add('discord:1/5', { kind: 'not-permitted', text: reason });
  await add('discord:1/6', { kind: 'not-permitted', text: reason });
  places = createPlaces({
    store,
    now: () => Date.parse('2026-03-02T09:00:00Z'),
    async problemAt(address) {
      if (address === 'discord:1/5') throw new ProblemError({ message: 'No answer.' });
      return undefined;
    },
    log,
  });
  await expect(places.changed('discord:1/')).rejects.toThrow('No answer.');
  expect(await states()).toEqual(['not-permitted', 'active']);
});

test('a place of which its platform cannot tell is not passed over in silence either', async () => {
  await add('discord:1/5', { kind: 'not-permitted', text: reason });
  problems.set('discord:1/5', { message: 'Nobody knows.', isUnknown: true });
  await expect(places.changed('discord:1/')).rejects.toThrow('Nobody knows.');
  expect(await states()).toEqual(['not-permitted']);
});

test('a realm that is left while it is looked at posts nothing any more', async () => {
  await add('discord:1/5', { kind: 'not-permitted', text: reason });
  let left: Promise<void> | undefined;
  places = createPlaces({
    store,
    now: () => Date.parse('2026-03-02T09:00:00Z'),
    async problemAt() {
      left = places.gone('discord:1/', reason);
      await new Promise((resolve) => setImmediate(resolve));
      return undefined;
    },
    log,
  });
  await places.changed('discord:1/');
  await left;
  expect(await states()).toEqual(['destination-gone']);
});

test.each([
  ['was told', undefined, true],
  ['is owed', { since }, false],
  ['may have been told', { since, sentAt: since }, false],
])('of a loss that is mended and %s, the refusal is remembered: %s', async (_, untold, isKept) => {
  const obstacle = { kind: 'not-permitted', text: reason } as const;
  const refused = { reason: obstacle, digests: 1, ...(untold && { untold }) };
  await add('discord:1/5', obstacle, { refused });
  await places.changed('discord:1/');
  expect(await states()).toEqual(['active']);
  const [stored] = await store.subscriptions.all();
  expect(stored?.refused).toEqual(isKept ? refused : undefined);
});
