import { describe, expect, test } from 'vitest';
import type { BrokenOff } from '../../../../src/core/delivery.ts';
import { uniqueFor } from '../../../../src/platforms/discord/delivery/nonce.ts';
import { createReconcile } from '../../../../src/platforms/discord/delivery/reconcile.ts';
import { snowflakeAt } from '../../../../src/platforms/discord/snowflake.ts';

const firstSentAt = '2026-03-02T09:00:00.000Z';
const began = Date.parse(firstSentAt);
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
  readonly minutes: number;
  readonly mayRead: boolean;
  readonly ownId: string | undefined;
}

/** Each answer is for one request in turn. */
function ask(answers: readonly unknown[], given: Partial<Circumstances> = {}) {
  const { minutes, mayRead, ownId } = { minutes: 10, mayRead: true, ownId: bot.id, ...given };
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
    now: () => began + minutes * 60_000,
  });
  return { queries, reconcile };
}

const error = (code: number, status: number) =>
  Object.assign(new Error('no'), { code, status, rawError: {} });

describe('a message whose sending broke off', () => {
  test('is repeatable for two minutes, by its nonce, without asking', async () => {
    const { reconcile, queries } = ask([], { minutes: 2 });
    expect(await reconcile(attempt)).toEqual({ kind: 'repeatable' });
    expect(queries).toEqual([]);
  });

  test('is found by its buttons, a minute before its time on', async () => {
    const { reconcile, queries } = ask([[{ ...ours, id: '5', author: { id: '2' } }, ours]]);
    expect(await reconcile(attempt)).toEqual({ kind: 'sent', externalId: `20/${ours.id}` });
    expect(queries).toEqual([`after=${snowflakeAt(began - 60_000)}&limit=100`]);
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

  test('is sought page by page', async () => {
    const page = Array.from({ length: 100 }, (_, index) => ({
      ...ours,
      id: snowflakeAt(began + 1_000 + index),
      author: { id: '2' },
    }));
    const { reconcile, queries } = ask([page.toReversed(), [ours]]);
    expect(await reconcile(attempt)).toMatchObject({ kind: 'sent' });
    expect(queries[1]).toContain(`after=${snowflakeAt(began + 1_099)}`);
    const { reconcile: endless } = ask(Array.from({ length: 20 }, () => page));
    expect(await endless(attempt)).toMatchObject({ kind: 'unknown' });
  });

  test.each([
    ['gone with its channel', error(10003, 404), 'repeatable'],
    ['unknown behind a missing right', error(50001, 403), 'unknown'],
    ['unknown while Discord fails', error(0, 503), 'unknown'],
    ['unknown without a connection', new Error('reset'), 'unknown'],
  ])('is %s', async (_, fault, kind) => {
    const { reconcile } = ask([fault]);
    expect(await reconcile(attempt)).toMatchObject({ kind });
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
