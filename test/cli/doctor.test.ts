import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Finding } from '../../src/cli/finding.ts';
import type { Delivery } from '../../src/core/delivery.ts';
import { problemText } from '../../src/core/problem.ts';
import type { PauseReason } from '../../src/core/subscription.ts';
import { wholeFeed } from '../../src/digests/ingest/feed-notices.ts';
import { backUp } from '../../src/store/back-up.ts';
import { openLowdbStore } from '../../src/store/lowdb/open-lowdb-store.ts';
import type { Store } from '../../src/store/store.ts';
import { runPaperround } from '../fakes/paperround.ts';
import { subscription } from '../fakes/papers.ts';

const minuteMs = 60_000;
const ago = (minutes: number) => new Date(Date.now() - minutes * minuteMs).toISOString();

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'paperround-doctor-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true });
});

async function stored(fill: (store: Store) => Promise<unknown>): Promise<void> {
  const store = await openLowdbStore({ directory, mode: 'own' });
  await fill(store);
  await store.close();
}

async function examine(env: Record<string, string> = {}, options = ['--offline']) {
  const { stdout, stderr, code } = await runPaperround(['doctor', '--json', ...options], {
    env: { DATA_DIR: directory, TIME_ZONE: 'UTC', ...env },
  });
  const findings = JSON.parse(stdout || `"${stderr}"`) as Finding[];
  return { code, about: (name: RegExp) => findings.find((each) => name.test(each.name)), findings };
}

test('all is well: the next run in local time, the last five deliveries, how fresh the feeds are', async () => {
  const skipped = (day: number): Delivery => ({
    subscription: 'd1',
    slot: `2026-03-0${day}T09:00`,
    part: 0,
    address: 'terminal:-',
    posted: [],
    passedOver: [],
    status: 'skipped',
    reason: `of day ${day}`,
    updatedAt: `2026-03-0${day}T08:00:00.000Z`,
  });
  await stored(async (store) => {
    const schedule = {
      kind: 'weekly',
      days: ['mon'],
      times: ['09:00'],
      zone: 'Asia/Tokyo',
    } as const;
    await store.subscriptions.put(subscription({ schedule, settledUntil: ago(0) }));
    await store.deliveries.put(...[1, 2, 3, 4, 5, 6].map(skipped));
    await store.feeds.put([{ feed: 'hugging-face', key: wholeFeed, fetchedAt: ago(5) }]);
  });
  const { code, about } = await examine();
  expect(about(/^d1 at terminal:-/)).toMatchObject({
    state: 'ok',
    text: expect.stringMatching(/^next at Mon .*, 09:00 Asia\/Tokyo$/),
    details: [6, 5, 4, 3, 2].map((day) =>
      expect.stringContaining(`${day} Mar 2026, 08:00 (UTC): posted nothing: of day ${day}`),
    ),
  });
  expect(about(/^Hugging Face Papers, last reads/)).toMatchObject({
    state: 'ok',
    text: expect.stringMatching(/^read .* UTC$/),
  });
  expect(code).toBe(0);
});

test('every fault has its remedy, and ends it with a code', async () => {
  await stored(async (store) => {
    const trouble = { kind: 'failing', since: ago(300), reads: 9, text: 'HTTP 503.' } as const;
    await store.feeds.put([{ feed: 'hugging-face', key: wholeFeed, fetchedAt: ago(320), trouble }]);
    await store.subscriptions.put(subscription({ settledUntil: ago(3_000) }));
    await store.subscriptions.put(subscription({ id: 'd2', address: 'discord:1/2' }));
    await store.subscriptions.put(subscription({ id: 'd3', queries: ['topic:no-such-topic'] }));
  });
  const { code, about, findings } = await examine();
  expect(about(/^d1/)?.text).toMatch(/^was due .* \(UTC\), and nothing came of it yet$/);
  expect(about(/^d2/)?.text).toBe('discord is not configured, so it is not posted');
  expect(about(/^d3/)?.remedy).toMatch(/\/digest edit d3/);
  expect(about(/^Hugging Face/)?.text).toMatch(/has been unreadable since .*\(UTC\)\. HTTP 503\./);
  const faults = findings.filter(({ state }) => state === 'fault');
  expect(faults).toHaveLength(4);
  for (const { remedy } of faults) expect(remedy).toMatch(/\.$/);
  expect(code).toBe(1);
});

test('a feed that was read long ago, or never, is a warning', async () => {
  await stored((store) =>
    store.feeds.put([{ feed: 'hugging-face', key: '2026-03-02', fetchedAt: ago(120) }]),
  );
  const { code, about } = await examine({ ARXIV_CATEGORIES: 'cs.CL' });
  expect(about(/^Hugging Face/)).toMatchObject({
    state: 'warning',
    text: expect.stringMatching(/^last read/),
  });
  expect(about(/^arXiv/)).toMatchObject({ state: 'warning', text: 'never read yet' });
  expect(code).toBe(0);
});

test('a feed that was tried in vain says since when and why, also while that is no outage yet', async () => {
  const since = '2026-03-02T08:00:00.000Z';
  const trouble = { kind: 'failing', since, reads: 1, text: 'HTTP 503.' } as const;
  const never = new Date(0).toISOString();
  await stored((store) =>
    store.feeds.put([
      { feed: 'hugging-face', key: wholeFeed, fetchedAt: never, trouble },
      { feed: 'arxiv', key: wholeFeed, fetchedAt: ago(5), trouble },
    ]),
  );
  const { code, about } = await examine({ ARXIV_CATEGORIES: 'cs.CL' });
  const told = 'since Mon 2 Mar 2026, 08:00 (UTC): HTTP 503.';
  expect(about(/^Hugging Face/)).toMatchObject({
    state: 'warning',
    text: `never read yet, tried in vain ${told}`,
    remedy: expect.stringContaining('by itself'),
  });
  expect(about(/^arXiv/)).toMatchObject({
    state: 'warning',
    text: expect.stringMatching(/^read .*; trouble since .*: HTTP 503\.$/),
    remedy: expect.stringContaining('by itself'),
  });
  expect(code).toBe(0);
});

test('a feed that cannot be reached is told of once, with what to look at', async () => {
  const trouble = { kind: 'failing', since: ago(20), reads: 1, text: 'No answer.' } as const;
  const fetchedAt = new Date(0).toISOString();
  await stored((store) =>
    store.feeds.put([{ feed: 'hugging-face', key: wholeFeed, fetchedAt, trouble }]),
  );
  const { findings } = await examine({ HF_URL: 'http://127.0.0.1:9' }, []);
  const told = findings.filter(({ name }) => name.startsWith('Hugging Face'));
  expect(told).toEqual([
    {
      name: 'Hugging Face Papers, last reads',
      state: 'warning',
      text: expect.stringMatching(/^never read yet, tried in vain since .*: No answer\.$/),
      remedy: expect.stringMatching(/^See that HF_URL is right/),
    },
  ]);
});

test('of a digest in Slack it says what people type there', async () => {
  const status = {
    kind: 'paused',
    reason: { kind: 'not-permitted', text: 'The channel is archived' },
    since: ago(0),
  } as const;
  await stored((store) =>
    store.subscriptions.put(subscription({ address: 'slack:T1/C1', status })),
  );
  expect((await examine()).about(/^d1/)?.remedy).toMatch(/ \/papers digest resume d1/);
});

test('what is brought back is from before the first of the files that were kept aside', async () => {
  await stored(async () => undefined);
  await mkdir(join(directory, 'backups'));
  for (const day of ['2026-03-01', '2026-03-08']) {
    await writeFile(join(directory, 'backups', `${day}.json.gz`), '');
  }
  const aside = [
    'subscriptions.rejected-20260304T090000000Z.json',
    'papers.jsonl.broken-20260310T090000000Z',
  ];
  for (const name of aside) await writeFile(join(directory, name), '');
  const found = (await examine()).findings.find(({ text }) => text.startsWith('kept aside'));
  expect(found?.text).toContain(aside.join(', '));
  expect(found?.remedy).toContain(`${join('backups', '2026-03-01.json.gz')}.`);
});

test('a pause that a person wished is well; one for a fault is a warning that says how it ends', async () => {
  const since = ago(0);
  const paused = (reason: PauseReason) => ({ kind: 'paused', reason, since }) as const;
  const locked = { kind: 'not-permitted', text: 'The thread is locked. Unlock it' } as const;
  await stored(async (store) => {
    await store.subscriptions.put(subscription({ status: paused({ kind: 'by-user' }) }));
    await store.subscriptions.put(subscription({ id: 'd2', status: paused(locked) }));
  });
  const { about } = await examine();
  expect(about(/^d1/)).toEqual({
    name: 'd1 at terminal:-',
    state: 'ok',
    text: expect.stringMatching(/^Paused/),
  });
  expect(about(/^d2/)).toMatchObject({
    state: 'warning',
    text: expect.stringContaining('The thread is locked. Unlock it'),
    remedy: expect.stringContaining('/digest resume d2'),
  });
});

test('subscriptions whose file is gone are a fault, and the backup that has them is named', async () => {
  const backups = join(directory, 'backups');
  await stored(async (store) => {
    await store.subscriptions.put(subscription({ settledUntil: ago(0) }));
    await backUp(store, { directory: backups, now: Date.now() });
  });
  for (const name of await readdir(directory)) {
    if (name.startsWith('subscriptions.jsonl')) await rm(join(directory, name));
  }
  const { code, about } = await examine();
  const [name] = await readdir(backups);
  expect(about(/^data in/)).toMatchObject({
    state: 'fault',
    text: expect.stringContaining('subscriptions.jsonl was lost'),
    remedy: expect.stringMatching(new RegExp(`-- import .*backups/${name}$`)),
  });
  expect(code).toBe(1);
});

test('a damaged file is told with what may have the rest, also once it is mended', async () => {
  await stored(async (store) => {
    await store.people.put({ id: 'terminal:one', saved: [] });
    await store.people.put({ id: 'terminal:two', saved: [] });
  });
  const path = join(directory, 'subscriptions.jsonl');
  await writeFile(path, (await readFile(path, 'utf8')).replace('terminal:two', 'terminal:tow'));
  const damage = async () =>
    (await examine()).findings.find(({ text }) => text.includes('is damaged'));
  expect(await damage()).toMatchObject({
    text: expect.stringMatching(/There is no daily backup that may have the rest\.$/),
    remedy: expect.stringMatching(/\/digest list.*set those up again/),
  });
  await mkdir(join(directory, 'backups'));
  const older = join(directory, 'backups', '2026-03-01.json.gz');
  const today = new Date().toISOString().slice(0, 10);
  const kept = join(directory, 'backups', `${today}.before-damage.json.gz`);
  await writeFile(older, '');
  const newest = join(directory, 'backups', `${today}.json.gz`);
  await writeFile(newest, '');
  expect(await damage()).toMatchObject({
    state: 'warning',
    remedy: expect.stringMatching(new RegExp(`-- import ${newest}$`)),
  });
  await stored(async (store) => {
    expect(store.warnings.map(problemText).join()).toContain(
      `this adds what is missing: npm run -s paperround -- import ${kept}`,
    );
  });
  const { code, findings, about } = await examine();
  expect(about(/^data in/)).toMatchObject({
    state: 'fault',
    text: `Data was damaged or lost, and ${kept} may have what is missing.`,
    remedy: expect.stringMatching(new RegExp(`-- import ${kept}$`)),
  });
  const aside = (each: readonly Finding[]) =>
    each.find(({ text }) => text.startsWith('kept aside'));
  expect(aside(findings)).toMatchObject({
    state: 'warning',
    text: expect.stringMatching(/: subscriptions\.jsonl\.broken-\d+T\d+Z$/),
    remedy:
      'Look whether a digest is missing among those named below, or in /digest list. Move these files away once nothing is.',
  });
  expect(code).toBe(1);
  await rm(kept);
  const later = await examine();
  expect(aside(later.findings)?.remedy).toContain(`-- import ${older}.`);
  expect(later.code).toBe(0);
});
