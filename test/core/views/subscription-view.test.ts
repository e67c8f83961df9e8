import { expect, test } from 'vitest';
import type { Subscription } from '../../../src/core/subscription.ts';
import {
  nextRun,
  nextRunText,
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
