import { describe, expect, test } from 'vitest';
import type { Delivery } from '../../src/core/delivery.ts';
import { titleId } from '../../src/core/paper.ts';
import type { Subscription } from '../../src/core/subscription.ts';
import { emptyMemory, type Memory } from '../fakes/memory-store.ts';
import { paper, subscription } from '../fakes/papers.ts';
import type { Shown } from './far-end.ts';
import { breachesAtEnd, watch } from './invariants.ts';
import { noteTrueTimes } from './true-times.ts';
import { falseRows, watchOutcomes } from './watch-outcomes.ts';
import { watchSlots } from './watch-slots.ts';

const hourMs = 3_600_000;
const nine = Date.parse('2026-03-03T09:00:00Z');
const monday = '2026-03-02T09:00+00:00';
const tuesday = '2026-03-03T09:00+00:00';
const earlier = '2026-03-03T08:30+00:00';
const base = { posted: ['arxiv:a'], passedOver: [], updatedAt: '2026-03-02T09:00:00.000Z' };

function shown(deliveryId: string, given: Partial<Shown> = {}): Shown {
  return { address: 'exact:ch', deliveryId, papers: [], at: nine, ...given };
}

function yesterday(part: number, papers: readonly string[] = []): Shown {
  return shown(`d1/${monday}/${part}`, { papers, at: nine - 24 * hourMs });
}

function row(given: Partial<Delivery> & Pick<Delivery, 'status'>): Delivery {
  const key = { subscription: 'd1', slot: monday, part: 0, address: 'exact:ch' };
  return { ...base, ...key, ...given } as Delivery;
}

function memoryOf(given: {
  readonly rows?: readonly Delivery[];
  readonly subscription?: Partial<Subscription>;
}): Memory {
  const memory = emptyMemory();
  memory.subscriptions.set('d1', subscription({ address: 'exact:ch', ...given.subscription }));
  for (const each of given.rows ?? []) {
    memory.deliveries.set(`${each.subscription}/${each.slot}/${each.part}`, each);
  }
  return memory;
}

const rightClock = { ahead: 0, behind: 0 };

function breachesOf(
  messages: readonly Shown[],
  { memory = memoryOf({}), asked = 0, clock = rightClock } = {},
): string[] {
  const unanswered = new Map(messages.map(({ deliveryId }) => [deliveryId, asked]));
  const world = { memory, resumes: new Map(), time: { wrongest: () => clock } };
  return watch({ shown: [...messages], unanswered }, world).look();
}

describe('what people see', () => {
  test('is fine', () => {
    const messages = [
      yesterday(0, ['arxiv:a']),
      yesterday(1, ['arxiv:b']),
      shown(`d1/${tuesday}/0`, { papers: ['arxiv:c'] }),
    ];
    expect(breachesOf(messages)).toEqual([]);
  });

  const now = `d1/now-2026-03-02T12:00:00.000Z/0`;
  const twice = [yesterday(0), yesterday(0)];
  test.each<[string, readonly Shown[], string]>([
    ['a message twice', twice, 'shown twice'],
    [
      'a paper twice',
      [yesterday(0, ['arxiv:a']), shown(now, { papers: ['arxiv:a'] })],
      'paper arxiv:a shown twice',
    ],
    [
      'an earlier slot after a later one',
      [shown(`d1/${tuesday}/0`), shown(`d1/${earlier}/0`, { at: nine + 2 * hourMs })],
      'was shown after',
    ],
    ['the second part before the first', [yesterday(1), yesterday(0)], 'part 0 of'],
    [
      'two slots at once',
      [shown(`d1/${earlier}/0`), shown(`d1/${tuesday}/0`, { at: nine + 60_000 })],
      'a storm',
    ],
    ['a digest of the day before', [shown(`d1/${monday}/0`)], '24 hours after its time'],
    ['two notices of one refusal', [shown('d1/notice-1/0'), shown('d1/notice-2/0')], 'told twice'],
  ])('%s breaks a promise', (_, messages, breach) => {
    expect(breachesOf(messages)).toEqual([expect.stringContaining(breach)]);
  });

  test('a message may come twice only where its row says so, and its place was asked in vain', () => {
    const marked = memoryOf({ rows: [row({ status: 'sent', mayBeTwice: true })] });
    const unmarked = memoryOf({ rows: [row({ status: 'sent' })] });
    expect(breachesOf(twice, { memory: marked, asked: 3 })).toEqual([]);
    expect(breachesOf(twice, { memory: marked, asked: 2 })).toHaveLength(1);
    expect(breachesOf(twice, { memory: unmarked, asked: 3 })).toHaveLength(1);
  });

  test('what a wrong clock makes early or late breaks none, as far as it is wrong', () => {
    const late = [shown(`d1/${monday}/0`)];
    const early = [shown(`d1/${tuesday}/0`, { at: nine - 24 * hourMs })];
    const clock = { ahead: 24 * hourMs, behind: 18 * hourMs };
    expect(breachesOf(late, { clock })).toEqual([]);
    expect(breachesOf(early, { clock })).toEqual([]);
    expect(breachesOf(late, { clock: { ...clock, behind: 17 * hourMs } })).toHaveLength(1);
    expect(breachesOf(early, { clock: { ...clock, ahead: 23 * hourMs } })).toHaveLength(1);
  });

  test('only a clock that had another day puts slots out of order, or close together', () => {
    const clock = { ahead: 24 * hourMs, behind: 0 };
    const far = shown(`d1/${tuesday}/0`, { at: nine - 23 * hourMs });
    const after = shown(`d1/${monday}/0`, { at: nine - 22.5 * hourMs });
    expect(breachesOf([far, after], { clock })).toEqual([]);
    const near = shown(`d1/${tuesday}/0`, { at: nine - 4 * hourMs });
    const before = shown(`d1/${earlier}/0`, { at: nine });
    expect(breachesOf([near, before], { clock })).toEqual([
      expect.stringContaining('was shown after'),
    ]);
  });

  test('a paper that had no id is the same paper', () => {
    const memory = memoryOf({});
    memory.papers.set('arxiv:a', { ...paper('a'), id: 'arxiv:a', title: 'Kettles' });
    const messages = [yesterday(0, [titleId('Kettles')]), shown(now, { papers: ['arxiv:a'] })];
    expect(breachesOf(messages, { memory })).toHaveLength(1);
  });
});

describe('a slot of a quiet hour', () => {
  function breaches(rows: readonly Delivery[], quietSince = Number.NEGATIVE_INFINITY): string[] {
    const memory = memoryOf({ subscription: { settledUntil: '2026-03-03T08:00:00.000Z' } });
    let now = nine - 2 * hourMs;
    const slots = watchSlots(
      memory,
      () => quietSince,
      () => now,
    );
    slots.look();
    for (const each of rows) memory.deliveries.set(`d1/${each.slot}/${each.part}`, each);
    now = nine + 11 * 60_000;
    return slots.look();
  }

  test('has an outcome within ten minutes', () => {
    expect(breaches([row({ slot: tuesday, status: 'sent' })])).toEqual([]);
    expect(breaches([])).toEqual([expect.stringContaining('came to nothing')]);
    expect(breaches([row({ slot: tuesday, status: 'planned' })])).toEqual([
      expect.stringContaining('was planned after ten minutes'),
    ]);
    expect(breaches([], nine)).toEqual([]);
  });
});

describe('how a message ended', () => {
  test('stands once it is written down', () => {
    const memory = memoryOf({});
    const outcomes = watchOutcomes(memory);
    memory.deliveries.set('m', row({ status: 'sent' }));
    memory.deliveries.set('m', row({ status: 'sent', externalId: 'x' }));
    expect(outcomes.look()).toEqual([]);
    memory.deliveries.set('m', row({ status: 'rendered', payload: {} }));
    expect(outcomes.look()).toEqual(['m was sent and became rendered']);
    expect(outcomes.look()).toEqual([]);
  });

  test('is what happened', () => {
    const id = `d1/${monday}/0`;
    const sent = memoryOf({ rows: [row({ status: 'sent' })] });
    const failed = memoryOf({ rows: [row({ status: 'failed', detail: 'it did not work' })] });
    expect(falseRows(sent, [{ shown: [shown(id)] }])).toEqual([]);
    expect(falseRows(sent, [{ shown: [] }])).toHaveLength(1);
    expect(falseRows(failed, [{ shown: [] }])).toEqual([]);
    expect(falseRows(failed, [{ shown: [shown(id)] }])).toHaveLength(1);
  });
});

describe('in the end', () => {
  const end = nine + 20 * 24 * hourMs;

  function lost(rows: readonly Delivery[]): string[] {
    const memory = memoryOf({ rows });
    memory.papers.set('arxiv:a', { ...paper('a'), id: 'arxiv:a' });
    return breachesAtEnd(
      memory,
      noteTrueTimes(memory, () => end),
      end,
    );
  }

  const later = { slot: tuesday, updatedAt: '2026-03-03T09:00:00.000Z', posted: [] };

  test('every paper that matched is accounted for, unless nothing could go out in its time', () => {
    const sentWithout = row({ ...later, status: 'sent' });
    expect(lost([])).toEqual([]);
    expect(lost([sentWithout])).toEqual([expect.stringContaining('arxiv:a')]);
    expect(lost([sentWithout, row({ status: 'sent' })])).toEqual([]);
    expect(lost([sentWithout, row({ status: 'failed', detail: 'no' })])).toHaveLength(1);
    expect(
      lost([sentWithout, row({ status: 'sent', posted: [], passedOver: ['arxiv:a'] })]),
    ).toEqual([]);
  });

  test('a digest that went out before a paper came is not blamed, whatever the clock said', () => {
    const memory = memoryOf({});
    const clock = { time: nine };
    const times = noteTrueTimes(memory, () => clock.time);
    const come = () => memory.papers.set('arxiv:a', { ...paper('a'), id: 'arxiv:a' });
    const post = () =>
      memory.deliveries.set('d1/x/0', row({ ...later, slot: 'x', status: 'sent' }));
    post();
    clock.time += hourMs;
    come();
    expect(breachesAtEnd(memory, times, end)).toEqual([]);
    memory.deliveries.clear();
    memory.deliveries.set('d1/y/0', row({ ...later, slot: 'y', status: 'sent' }));
    expect(breachesAtEnd(memory, times, end)).toHaveLength(1);
  });

  test('nothing is left under way', () => {
    expect(lost([row({ status: 'rendered', payload: {} })])).toEqual([
      `d1/${monday}/0 is still rendered`,
    ]);
    const doubt = { payload: {}, attempt: 1, firstSentAt: base.updatedAt, detail: 'lost' };
    const open = row({ ...doubt, status: 'uncertain' });
    expect(lost([open])).toEqual([`d1/${monday}/0 is still uncertain`]);
    expect(lost([row({ ...doubt, status: 'uncertain', held: true })])).toEqual([]);
  });

  test('nobody is owed a notice', () => {
    const reason = { kind: 'not-permitted', text: 'I may not post there' } as const;
    const since = '2026-03-02T09:00:00.000Z';
    const told = memoryOf({ subscription: { refused: { reason, digests: 1 } } });
    const owed = memoryOf({ subscription: { refused: { reason, digests: 1, untold: { since } } } });
    expect(
      breachesAtEnd(
        told,
        noteTrueTimes(told, () => end),
        end,
      ),
    ).toEqual([]);
    expect(
      breachesAtEnd(
        owed,
        noteTrueTimes(owed, () => end),
        end,
      ),
    ).toEqual([expect.stringContaining('d1: nobody was told')]);
  });
});
