import { describe, expect, test } from 'vitest';
import type { BrokenOff } from '../../../../src/core/reconciliation.ts';
import { uniqueFor } from '../../../../src/platforms/discord/delivery/nonce.ts';
import { createReconcile } from '../../../../src/platforms/discord/delivery/reconcile.ts';
import { neverLeft, postponed } from '../../../../src/platforms/discord/delivery/send-outcome.ts';
import { snowflakeAt } from '../../../../src/platforms/discord/snowflake.ts';

const firstSentAt = '2026-03-02T09:00:00.000Z';
const began = Date.parse(firstSentAt);
const minute = 60_000;
const day = 24 * 60 * minute;
const deliveryId = 'd1/2026-03-02T09:00/0';
const row = (custom_id: string) => ({ type: 1, components: [{ type: 2, custom_id }] });
const payload = {
  body: { components: [{ type: 17, components: [row('p1a:papers.show?paper=1'), row('p1a:x')] }] },
  fallback: { content: 'Two  papers' },
};
const attempt: BrokenOff = { address: 'discord:10/20', payload, deliveryId, firstSentAt };
const bot = { id: '1' };
const ours = {
  id: snowflakeAt(began + 2_000),
  author: bot,
  content: '',
  components: [{ id: 1, ...payload.body.components[0] }],
};

interface Circumstances {
  /** Since the attempt began, by our clock. */
  readonly minutes: number;
  /** By how much our clock is ahead of Discord's. */
  readonly aheadMs: number;
  readonly mayRead: boolean;
  readonly ownId: string | undefined;
}

/** Each answer is for one request in turn. */
function ask(answers: readonly unknown[], given: Partial<Circumstances> = {}) {
  const usual = { minutes: 10, aheadMs: 0, mayRead: true, ownId: bot.id };
  const { minutes, aheadMs, mayRead, ownId } = { ...usual, ...given };
  const queries: string[] = [];
  const turns = [...answers];
  const reconcile = createReconcile({
    rest: {
      get: async (_route, options) => {
        queries.push(String(options?.query));
        const answer = turns.shift();
        if (answer instanceof Error) throw answer;
        return answer;
      },
    },
    paced: (request) => request(),
    destinations: { find: async (to) => (to.kind === 'user' ? '77' : '20') },
    known: { mayReadHistory: () => mayRead },
    ownId: () => ownId,
    now: () => began + minutes * minute,
    aheadMs: () => aheadMs,
  });
  return { queries, reconcile };
}

/** A full page of what others wrote, up to an instant and back from it, the latest first. */
const chat = (until: number, gapMs: number) =>
  Array.from({ length: 100 }, (_, index) => ({
    ...ours,
    id: snowflakeAt(until - index * gapMs),
    author: { id: '2' },
  }));

const flagless = { isUnanswered: undefined, isLater: undefined };

const error = (code: number, status: number) =>
  Object.assign(new Error('no'), { code, status, rawError: {} });

describe('a message whose sending broke off', () => {
  test.each([
    ['may not be read', [[]], { mayRead: false }],
    ['cannot be read', [new Error('reset')], {}],
    ['cannot be read yet', [], { ownId: undefined }],
  ])('is repeatable for two minutes, by its nonce, where history %s', async (_, answers, given) => {
    for (const [minutes, kind] of [
      [2, 'repeatable'],
      [2.1, 'unknown'],
      [-0.1, 'unknown'],
    ] as const) {
      const { reconcile } = ask(answers, { ...given, minutes });
      const found = await reconcile(attempt);
      expect(found).toMatchObject({ kind });
      expect('mayBeThere' in found).toBe(kind === 'repeatable');
    }
  });

  test('is found by its buttons among the latest', async () => {
    const { reconcile, queries } = ask([[{ ...ours, author: { id: '2' } }, ours]]);
    expect(await reconcile(attempt)).toEqual({ kind: 'sent', externalId: `20/${ours.id}` });
    expect(queries).toEqual(['limit=100']);
  });

  test.each([
    ['by its plain form', { ...ours, components: [], content: 'Two papers' }],
    ['by its nonce', { ...ours, components: [], nonce: uniqueFor(deliveryId).nonce }],
  ])('is found %s', async (_, message) => {
    const { reconcile } = ask([[message]]);
    expect(await reconcile(attempt)).toMatchObject({ kind: 'sent' });
  });

  test.each([
    ['of somebody else', { ...ours, author: { id: '2' } }],
    ['of other papers', { ...ours, components: [row('p1a:papers.show?paper=2')] }],
    ['of other words', { ...ours, components: [], content: 'Three papers' }],
    ['of long before', { ...ours, id: snowflakeAt(began - day) }],
  ])('is not taken for one %s', async (_, message) => {
    const { reconcile } = ask([[message]]);
    expect(await reconcile(attempt)).toEqual({ kind: 'repeatable' });
  });

  test('is unknown where what is there cannot be read', async () => {
    const { reconcile } = ask([[]], { mayRead: false });
    expect(await reconcile(attempt)).toMatchObject({ kind: 'unknown' });
  });

  test('in direct messages can always be read', async () => {
    const { reconcile } = ask([[]], { mayRead: false });
    const direct = { ...attempt, address: 'discord:@30' };
    expect(await reconcile(direct)).toEqual({ kind: 'repeatable' });
  });

  test('is sought page by page, back to an hour before', async () => {
    const page = chat(began + 5 * minute, 1_000);
    const { reconcile, queries } = ask([page, [ours]]);
    expect(await reconcile(attempt)).toMatchObject({ kind: 'sent' });
    expect(queries[1]).toBe(`limit=100&before=${page.at(-1)?.id}`);
    const { reconcile: far, queries: asked } = ask([page, chat(began - 60 * minute, 1_000)]);
    expect(await far(attempt)).toEqual({ kind: 'repeatable' });
    expect(asked).toHaveLength(2);
    const { reconcile: endless } = ask(Array.from({ length: 20 }, () => page));
    expect(await endless(attempt)).toMatchObject({ kind: 'unknown' });
  });

  test.each([
    ['ahead at the send, and is right since', 10 * minute, 11, 0],
    ['days ahead', 3 * day, 3, 3 * day],
    ['ahead at the send, and was set back since', 10 * minute, -5, 0],
    ['days ahead at the send, and was set back since', 3 * day, -3 * 24 * 60 + 1, 0],
    ['days ahead at the send, and was set back hours since', 3 * day, -3 * 24 * 60 + 300, 0],
  ])('is found though our clock was %s', async (_, ahead, minutes, aheadMs) => {
    const message = { ...ours, id: snowflakeAt(began - ahead + 2_000) };
    const { reconcile } = ask([[message]], { minutes, aheadMs });
    expect(await reconcile(attempt)).toMatchObject({ kind: 'sent' });
  });

  test('is unknown once the clock was set back, unless the whole channel was read', async () => {
    const page = chat(began - 10 * minute, minute);
    const pages = Array.from({ length: 10 }, () => page);
    const { reconcile } = ask(pages, { minutes: -5 });
    expect(await reconcile(attempt)).toMatchObject({ kind: 'unknown' });
    const { reconcile: whole } = ask([page.slice(1)], { minutes: -5 });
    expect(await whole(attempt)).toEqual({ kind: 'repeatable' });
  });

  const limited = Object.assign(new Error('wait'), { timeToReset: 90_000 });
  const silent = { isUnanswered: true };
  const later = { isLater: true };

  test.each([
    ['gone with its channel', error(10003, 404), 'repeatable', {}],
    ['unknown behind a missing right', error(50001, 403), 'unknown', {}],
    ['unknown while Discord fails', error(0, 503), 'unknown', silent],
    ['unknown without a connection', new Error('reset'), 'unknown', silent],
    ['unknown while Discord refuses the token', error(0, 401), 'unknown', silent],
    ['unknown while its server is unavailable', postponed('not now', 60_000), 'unknown', later],
    ['unknown while the channel is to be left alone', limited, 'unknown', later],
    ['unknown where nothing could be asked', neverLeft('kept'), 'unknown', later],
  ])('is %s', async (_, fault, kind, flags) => {
    const { reconcile } = ask([fault]);
    const { isUnanswered, isLater, ...found } = { ...flagless, ...(await reconcile(attempt)) };
    expect(found).toMatchObject({ kind });
    expect({ isUnanswered, isLater }).toEqual({ ...flagless, ...flags });
  });

  test('is unknown until the bot knows who it is', async () => {
    const { reconcile } = ask([[ours]], { ownId: undefined });
    expect(await reconcile(attempt)).toMatchObject({ kind: 'unknown' });
  });

  test('at an address that cannot be read is unknown', async () => {
    const { reconcile } = ask([]);
    expect(await reconcile({ ...attempt, address: 'x' })).toMatchObject({ kind: 'unknown' });
  });
});
