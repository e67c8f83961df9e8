import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dueSlot } from '../../src/core/schedule/due-slot.ts';
import { createAgenda } from '../../src/digests/agenda.ts';
import { subscription } from '../fakes/papers.ts';

const start = Date.UTC(2026, 2, 28);
const iso = (minutes: number) => new Date(start + minutes * 60_000).toISOString();
const drafts = fc.array(
  fc.record({
    hour: fc.nat(23),
    zone: fc.constantFrom('UTC', 'Europe/Berlin', 'Pacific/Chatham', 'America/New_York'),
    settled: fc.nat(3_000),
    pausedUntil: fc.option(fc.nat(3_000)),
    isPaused: fc.boolean(),
  }),
  { maxLength: 12 },
);

test('property: those that are due are those with a slot or the end of a pause behind them, at every tick', async () => {
  await fc.assert(
    fc.asyncProperty(drafts, fc.array(fc.nat(4_000), { maxLength: 6 }), async (some, ticks) => {
      const agenda = createAgenda(async () => undefined);
      const all = some.map(({ hour, zone, settled, pausedUntil, isPaused }, index) => {
        const time = `${String(hour).padStart(2, '0')}:30`;
        const until = pausedUntil === null ? {} : { until: iso(pausedUntil) };
        return subscription({
          id: `d${index}`,
          schedule: { kind: 'weekly', days: ['sat', 'sun', 'mon'], times: [time], zone },
          settledUntil: iso(settled),
          consideredUntil: iso(0),
          ...(isPaused && {
            status: { kind: 'paused', reason: { kind: 'by-user', ...until }, since: iso(0) },
          }),
        });
      });
      for (const tick of [...ticks, ...ticks]) {
        const now = start + tick * 60_000;
        const expected = all.filter(({ status, schedule, settledUntil }) => {
          if (status.kind === 'active') {
            const settled = Date.parse(settledUntil);
            return settled > now || dueSlot(schedule, settled, now) !== undefined;
          }
          const { reason } = status;
          return reason.kind === 'by-user' && Date.parse(reason.until ?? iso(9_999)) <= now;
        });
        expect(await agenda.due(all, now)).toEqual(expected);
        all.reverse();
      }
    }),
  );
});

test('a subscription that was changed is looked at anew', async () => {
  const agenda = createAgenda(async () => undefined);
  const now = Date.parse('2026-03-02T09:00:00Z');
  const open = subscription({ settledUntil: '2026-03-02T08:00:00.000Z' });
  expect(await agenda.due([open], now)).toEqual([open]);
  expect(await agenda.due([{ ...open, settledUntil: '2026-03-02T09:00:00.000Z' }], now)).toEqual(
    [],
  );
});
