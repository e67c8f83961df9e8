import { describe, expect, test } from 'vitest';
import {
  awaitSessionStart,
  pauseBeforeStart,
} from '../../../../src/platforms/discord/gateway/session-starts.ts';

const dayMs = 86_400_000;

describe('the pause before a connection', () => {
  test.each([
    [1_000, 1, 0],
    [251, 1, 0],
    [250, 1, dayMs / 250],
    [10, 2, dayMs / 5],
    [1, 1, dayMs],
    [0, 1, dayMs],
    [3, 16, dayMs],
  ])('with %i left for %i shards is %i ms', (remaining, shards, expected) => {
    expect(pauseBeforeStart({ total: 1_000, remaining, reset_after: dayMs }, shards)).toBe(
      expected,
    );
  });

  test('lets a process that crashes at once, all day long, never use them up', () => {
    let [remaining, clock] = [1_000, 0];
    for (let starts = 0; clock < dayMs; starts += 1) {
      clock += pauseBeforeStart({ total: 1_000, remaining, reset_after: dayMs - clock }, 1) + 100;
      if (clock < dayMs) remaining -= 1;
      expect(starts).toBeLessThan(1_100);
    }
    expect(remaining).toBeGreaterThanOrEqual(0);
  });
});

describe('waiting for it', () => {
  function open(answer: () => Promise<unknown>) {
    const [waits, lines]: [number[], string[]] = [[], []];
    const log = { info: () => undefined, warn: (line: string) => void lines.push(line) };
    const wait = async (ms: number) => void waits.push(ms);
    return { waits, lines, done: awaitSessionStart({ rest: { get: answer }, wait, log }) };
  }

  test('is said, with the reason', async () => {
    const limit = { total: 1_000, remaining: 100, reset_after: dayMs, max_concurrency: 1 };
    const { waits, lines, done } = open(async () => ({ session_start_limit: limit, shards: 1 }));
    await done;
    expect(waits).toEqual([864_000]);
    expect(lines).toEqual([
      expect.stringMatching(/100 more connections today; waiting 864 seconds/),
    ]);
  });

  test.each([
    ['Discord cannot be asked', () => Promise.reject(new Error('no'))],
    ['it answers something else', () => Promise.resolve(null)],
  ])('is left out where %s', async (_, answer) => {
    const { waits, done } = open(answer);
    await done;
    expect(waits).toEqual([]);
  });
});
