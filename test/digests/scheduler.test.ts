import { expect, test } from 'vitest';
import type { RefreshSummary } from '../../src/digests/ingest/ingest.ts';
import { createScheduler } from '../../src/digests/scheduler.ts';

const minute = 60_000;
/** A beat that never comes. */
const startBeat = () => ({ stop: async () => undefined });
const nothing: RefreshSummary = { added: 0, changed: 0, dropped: 0, failures: [], reached: true };

/** A scheduler made at an instant, whose reads of the feeds last until they are broken off. */
function open(made: number) {
  const events: string[] = [];
  let clock = made;
  const scheduler = createScheduler({
    due: {
      run: async () => void events.push('due'),
      sendNow: () => Promise.reject(new Error('nobody asked for it')),
      recover: async () => 0,
      againAt: () => Number.POSITIVE_INFINITY,
      stop: async () => void events.push('stopped'),
    },
    ingest: {
      refresh({ signal }) {
        events.push('reading');
        return new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            events.push('broken off');
            resolve(nothing);
          });
        });
      },
      take: async () => 0,
      search: () => Promise.reject(new Error('nobody asked for it')),
      states: () => [],
    },
    refreshMinutes: 30,
    now: () => clock,
    startBeat,
    wait: (_, signal) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', reject)),
    log: { info: () => undefined, warn: () => undefined },
  });
  async function startAndStopAt(at: number): Promise<readonly string[]> {
    clock = at;
    scheduler.start();
    await scheduler.stop();
    return events;
  }
  return startAndStopAt;
}

test('what is due is delivered at once, and the feeds are left alone until it is time', async () => {
  expect(await open(0)(29 * minute)).toEqual(['due', 'stopped']);
});

test('a read that is under way when it stops is broken off', async () => {
  expect(await open(0)(30 * minute)).toEqual(['reading', 'due', 'broken off', 'stopped']);
});

test('no more is delivered once it stops, however long a read takes to end', async () => {
  let endRead = (): void => undefined;
  const scheduler = createScheduler({
    due: {
      run: async () => undefined,
      sendNow: () => Promise.reject(new Error('nobody asked for it')),
      recover: async () => 0,
      againAt: () => Number.POSITIVE_INFINITY,
      stop: async () => endRead(),
    },
    ingest: {
      refresh: () =>
        new Promise((resolve) => {
          endRead = () => resolve(nothing);
        }),
      take: async () => 0,
      search: () => Promise.reject(new Error('nobody asked for it')),
      states: () => [],
    },
    refreshMinutes: 0,
    now: () => 0,
    startBeat,
    wait: (_, signal) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', reject)),
    log: { info: () => undefined, warn: () => undefined },
  });
  scheduler.start();
  await scheduler.stop();
});

test('a clock that was set back does not stop the reading', async () => {
  expect(await open(1_000 * minute)(10 * minute)).toContain('reading');
});

test('what is to be tried again is tried when it is time, not at the next minute', async () => {
  const runs: number[] = [];
  let clock = 0;
  let again = 2_500;
  const tried = new Promise<void>((resolve) => {
    const scheduler = createScheduler({
      due: {
        recover: async () => 0,
        async run() {
          runs.push(clock);
          if (clock < again) return;
          again = Number.POSITIVE_INFINITY;
          void scheduler.stop().then(resolve);
        },
        againAt: () => again,
        sendNow: () => Promise.reject(new Error('nobody asked for it')),
        stop: async () => undefined,
      },
      ingest: {
        refresh: async () => nothing,
        take: async () => 0,
        search: () => Promise.reject(new Error('nobody asked for it')),
        states: () => [],
      },
      refreshMinutes: 30,
      now: () => clock,
      startBeat,
      async wait(ms, signal) {
        signal.throwIfAborted();
        clock += ms;
      },
      log: { info: () => undefined, warn: () => undefined },
    });
    scheduler.start();
  });
  await tried;
  expect(runs).toEqual([0, 3_000]);
});
