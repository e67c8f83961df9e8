import { expect, test } from 'vitest';
import type { RefreshSummary } from '../../src/digests/ingest.ts';
import { createScheduler } from '../../src/digests/scheduler.ts';

const minute = 60_000;
const nothing: RefreshSummary = { added: 0, changed: 0, dropped: 0, failures: [], reached: true };

/** A scheduler made at an instant, whose reads of the feeds last until they are broken off. */
function open(made: number) {
  const events: string[] = [];
  let clock = made;
  const scheduler = createScheduler({
    due: {
      run: async () => void events.push('due'),
      sendNow: () => Promise.reject(new Error('nobody asked for it')),
      idle: async () => void events.push('idle'),
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
  expect(await open(0)(29 * minute)).toEqual(['due', 'idle']);
});

test('a read that is under way when it stops is broken off before deliveries are waited for', async () => {
  expect(await open(0)(30 * minute)).toEqual(['reading', 'due', 'broken off', 'idle']);
});

test('a clock that was set back does not stop the reading', async () => {
  expect(await open(1_000 * minute)(10 * minute)).toContain('reading');
});
