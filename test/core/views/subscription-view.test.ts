import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextSlots } from '../../../src/core/schedule/due-slot.ts';
import type { Schedule } from '../../../src/core/schedule/schedule.ts';
import type { Subscription } from '../../../src/core/subscription.ts';
import {
  nextRun,
  nextRunAt,
  nextRunText,
  pauseState,
  pauseText,
  subscriptionSentence,
} from '../../../src/core/views/subscription-view.ts';
import { subscription } from '../../fakes/papers.ts';

const base = subscription({
  queries: ['agents'],
  schedule: { kind: 'weekly', days: ['mon'], times: ['09:00'], zone: 'Europe/Berlin' },
});
const now = Date.parse('2026-03-02T07:00:00Z');

test.each<[Partial<Subscription>, string]>([
  [{}, 'I will post up to 5 papers about “agents”.'],
  [{ limit: 1, queries: [] }, 'I will post the top paper, whatever they are about.'],
  [{ scope: 'personal' }, 'I will send you up to 5 papers about “agents”.'],
  [{ sort: 'newest' }, 'about “agents”, newest first.'],
  [{ layout: 'compact', mention: '<@&7>' }, 'about “agents”, one line each, with a mention.'],
  [
    { publish: true, quiet: 'note' },
    'about “agents”, published to followers, or say that nothing matched.',
  ],
])('%j is said as it was chosen', (given, expected) => {
  expect(subscriptionSentence({ ...base, ...given }, new Map())).toContain(expected);
});

test('the next run is a time that each reader sees in their own zone, and has its zone as plain text', () => {
  const at = Date.parse('2026-03-02T08:00:00Z');
  expect(nextRun(base, now)).toEqual([
    'Next: ',
    { kind: 'time', at, zone: 'Europe/Berlin' },
    ', in 1 h.',
  ]);
  expect(nextRunText(base, now)).toBe('Next: Mon 2 Mar 2026, 09:00 (Berlin), in 1 h.');
});

test('the end of a pause is a time too, wherever it is told', () => {
  const at = Date.parse('2026-03-09T12:00:00Z');
  const reason = { kind: 'by-user', until: new Date(at).toISOString() } as const;
  const since = '2026-03-02T12:00:00.000Z';
  const pausedBase = { ...base, status: { kind: 'paused', reason, since } } as const;
  const end = { kind: 'time', at, zone: 'Europe/Berlin' };
  expect(pauseState(pausedBase, 'digest d1')).toEqual(['Paused digest d1 until ', end]);
  expect(nextRun(pausedBase, now)).toEqual(['Paused until ', end, '.']);
  expect(pauseText(pausedBase)).toBe('Paused until Mon 9 Mar 2026, 13:00 (Berlin)');
});

test('property: the next run is the first slot after now, to the millisecond', () => {
  const schedules: Schedule[] = [
    { kind: 'weekly', days: ['mon', 'thu'], times: ['02:30', '09:00'], zone: 'Europe/Berlin' },
    { kind: 'cron', expression: '*/7 * * * *', zone: 'Asia/Kolkata' },
    // Its clocks were 44 min 30 s behind until 1972.
    { kind: 'cron', expression: '*/5 * * * *', zone: 'Africa/Monrovia' },
  ];
  const instants = fc.oneof(
    fc.integer({ min: Date.UTC(2026, 2, 1), max: Date.UTC(2026, 10, 1) }),
    fc.integer({ min: Date.UTC(1971, 0, 1), max: Date.UTC(1971, 0, 2) }),
  );
  fc.assert(
    fc.property(fc.constantFrom(...schedules), instants, (schedule, at) => {
      for (const instant of [at, at + 20_000, at + 40_000]) {
        const expected = nextSlots(schedule, instant, 1)[0]?.at;
        expect(nextRunAt({ ...base, schedule }, instant)).toBe(expected);
      }
    }),
    { numRuns: 300 },
  );
});
