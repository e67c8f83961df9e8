import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { RefreshSummary } from '../../src/digests/ingest/ingest.ts';
import { createScheduler } from '../../src/digests/scheduler.ts';
import { startMinuteBeat } from '../../src/lib/minute-beat.ts';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const nothing: RefreshSummary = { added: 0, changed: 0, dropped: 0, failures: [], reached: true };

let zone: string | undefined;

beforeEach(() => {
  zone = process.env.TZ;
});

afterEach(() => {
  vi.useRealTimers();
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

/** The true seconds, from the start on, at which what is due was delivered. `act` is called before each second. */
async function beats(options: {
  readonly from: string;
  readonly minutes: number;
  readonly run?: () => Promise<void>;
  readonly act?: (second: number) => void;
}): Promise<{ readonly delivered: readonly number[]; readonly reads: readonly number[] }> {
  const { from, minutes, run = async () => undefined, act } = options;
  vi.useFakeTimers({ now: Date.parse(from), toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  const [delivered, reads]: number[][] = [[], []];
  let second = 0;
  const scheduler = createScheduler({
    due: {
      async run() {
        delivered?.push(second);
        await run();
      },
      recover: async () => 0,
      againAt: () => Number.POSITIVE_INFINITY,
      sendNow: () => Promise.reject(new Error('nobody asked for it')),
      stop: async () => undefined,
    },
    ingest: {
      async refresh() {
        reads?.push(second);
        return nothing;
      },
      take: async () => 0,
      search: () => Promise.reject(new Error('nobody asked for it')),
      states: () => [],
    },
    refreshMinutes: 30,
    now: Date.now,
    startBeat: startMinuteBeat,
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    log: { info: () => undefined, warn: () => undefined },
  });
  scheduler.start();
  for (; second < minutes * 60; second += 1) {
    act?.(second);
    await vi.advanceTimersByTimeAsync(secondMs);
  }
  await scheduler.stop();
  return { delivered: delivered ?? [], reads: reads ?? [] };
}

/** The longest wait for a beat, in true seconds. */
function longestGap(delivered: readonly number[], minutes: number): number {
  const all = [...delivered, minutes * 60];
  return Math.max(...all.map((second, place) => second - (all[place - 1] ?? 0)));
}

describe('a process whose own zone has summer time beats each minute', () => {
  test.each([
    ['in spring, over the hour that is skipped', '2026-03-29T00:55:10Z', 10],
    ['in autumn, into the hour that is shown twice', '2026-10-25T00:57:10Z', 6],
    ['in autumn, out of that hour', '2026-10-25T01:57:10Z', 6],
  ])('%s', async (_, from, minutes) => {
    process.env.TZ = 'Europe/Berlin';
    const { delivered } = await beats({ from, minutes });
    expect(longestGap(delivered, minutes)).toBeLessThanOrEqual(67);
  });
});

describe('a clock that is set', () => {
  test.each([
    ['back by two hours', -2 * hourMs],
    ['back by ten minutes', -10 * minuteMs],
    ['forward by ten minutes', 10 * minuteMs],
    ['forward by two days', 48 * hourMs],
    ['forward by a year', 365 * 24 * hourMs],
  ])('%s: it beats on, and the feeds are read', async (_, ms) => {
    const minutes = 75;
    const set = (second: number): void => {
      if (second === 600) vi.setSystemTime(Date.now() + ms);
    };
    const { delivered, reads } = await beats({ from: '2026-05-01T12:00:10Z', minutes, act: set });
    expect(longestGap(delivered, minutes)).toBeLessThanOrEqual(67);
    expect(delivered.length).toBeLessThanOrEqual(minutes + 3);
    expect(reads.length).toBeGreaterThanOrEqual(2);
    expect(reads.length).toBeLessThanOrEqual(4);
  });
});

test('a beat that comes late, as nothing else had its turn, is made up for at once', async () => {
  const late = (second: number): void => {
    if (second === 49) vi.setSystemTime(Date.now() + 15 * secondMs);
  };
  const { delivered } = await beats({ from: '2026-05-01T12:00:10Z', minutes: 3, act: late });
  expect(delivered[1]).toBeLessThanOrEqual(51);
});

test('a delivery that lasts does not hold up the beat', async () => {
  const never = new Promise<void>(() => undefined);
  const { delivered, reads } = await beats({
    from: '2026-05-01T12:00:10Z',
    minutes: 62,
    run: () => never,
  });
  expect(longestGap(delivered, 62)).toBeLessThanOrEqual(60);
  expect(reads.length).toBe(2);
});
