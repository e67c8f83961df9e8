import { describe, expect, test } from 'vitest';
import type { Crash } from '../store/lowdb/simulated-disk.ts';
import { type Walk, walk } from './crash-walk.ts';

const never = Number.POSITIVE_INFINITY;

const platforms: readonly Pick<Walk, 'canTell' | 'uncertainPolicy'>[] = [
  { canTell: true, uncertainPolicy: 'hold' },
  { canTell: false, uncertainPolicy: 'hold' },
  { canTell: false, uncertainPolicy: 'resend_once' },
];
/** The process alone, or a power cut that leaves half of what was not synced. */
const crashes: readonly Crash[] = ['process', 'names and half'];

describe.each(platforms)('where the platform can tell: $canTell, $uncertainPolicy', (platform) => {
  test.each(crashes)(
    'a crash (%s) in the middle of any write breaks no promise',
    async (crash) => {
      const whole = await walk({ ...platform, lastStep: never, crash });
      const messages = platform.uncertainPolicy === 'resend_once' ? 9 : 8;
      expect(whole).toMatchObject({ breaches: [], messages });
      expect(whole.steps).toBeGreaterThan(80);
      for (let lastStep = 1; lastStep <= whole.steps; lastStep += 1) {
        const report = await walk({ ...platform, lastStep, crash });
        expect(report, `at step ${lastStep}`).toMatchObject({ hasCrashed: true, breaches: [] });
      }
    },
    120_000,
  );
});
