import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextSlots } from '../../../src/core/schedule/due-slot.ts';
import { type Schedule, slotKey } from '../../../src/core/schedule/schedule.ts';

test.each([
  ['2026-03-02T09:00', '2026-03-02T08:00:00Z', '2026-03-02T09:00+01:00'],
  ['2026-03-02T09:00', '2026-03-02T09:00:00Z', '2026-03-02T09:00+00:00'],
  ['2026-03-02T09:00', '2026-03-02T14:00:00Z', '2026-03-02T09:00-05:00'],
  ['2026-03-02T09:00', '2026-03-01T19:15:00Z', '2026-03-02T09:00+13:45'],
])('%s at %s has the key %s', (local, at, key) => {
  expect(slotKey({ local, at: Date.parse(at) })).toBe(key);
});

test('property: slots of a schedule have different keys, whatever the clocks do', () => {
  const zones = fc.constantFrom('Europe/Berlin', 'Pacific/Chatham', 'Australia/Lord_Howe', 'UTC');
  const years = fc.integer({ min: 2000, max: 2040 });
  fc.assert(
    fc.property(zones, years, fc.nat(365), (zone, year, day) => {
      const schedule: Schedule = { kind: 'cron', expression: '*/30 * * * *', zone };
      const slots = nextSlots(schedule, Date.UTC(year, 0, day), 200);
      expect(new Set(slots.map(slotKey)).size).toBe(slots.length);
    }),
    { numRuns: 50 },
  );
});
