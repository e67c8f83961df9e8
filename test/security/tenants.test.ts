import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commands } from '../../src/commands/registry.ts';
import type { Invocation } from '../../src/core/invocation.ts';
import { createMemoryStore, emptyMemory, type Memory } from '../fakes/memory-store.ts';
import { paper, subscription } from '../fakes/papers.ts';
import { asker, openDesk } from './desk.ts';

/** Words of the first server that nobody types; what is typed may begin one. */
const secret = /zebrafish-larvae|alice-hidden|discord:10\/|discord:@1\b|2603\.00007/;

/** A server `10` of which nobody is here, with everything that it can have, and a server `20` with a digest of its own. */
function twoServers(): Memory {
  const memory = emptyMemory();
  const theirs = { address: 'discord:10/101', createdBy: 'discord:1' };
  const query = 'zebrafish-larvae OR agents';
  const at = '2026-03-01T00:00:00.000Z';
  const put = (given: Parameters<typeof subscription>[0]) =>
    memory.subscriptions.set(given?.id ?? '', subscription(given));
  put({ ...theirs, id: 'd1', queries: [query], mention: 'alice-hidden' });
  const reason = { kind: 'by-user' } as const;
  put({ ...theirs, id: 'd2', queries: [query], status: { kind: 'paused', reason, since: at } });
  put({ ...theirs, id: 'd3', scope: 'personal', address: 'discord:@1', queries: [query] });
  put({ id: 'd4', address: 'discord:20/201', createdBy: 'discord:2', queries: ['agents'] });
  memory.people.set('discord:1', {
    id: 'discord:1',
    saved: [{ paper: 'arxiv:2603.00007', at }],
    tastes: [{ paper: 'arxiv:2603.00007', wants: 'more', at }],
  });
  for (const [id, address] of [
    ['d1', 'discord:10/101'],
    ['d3', 'discord:@1'],
  ] as const) {
    const key = { subscription: id, slot: '2026-03-01T09:00+00:00', part: 0 };
    memory.deliveries.set(`${id}/${key.slot}/0`, {
      ...key,
      address,
      posted: ['arxiv:2603.00001'],
      passedOver: [],
      status: 'sent',
      externalId: 'alice-hidden',
      updatedAt: at,
    });
  }
  memory.lastNumber = 4;
  return memory;
}

/** What belongs to the first server or to its person. */
function theirs({ subscriptions, people, deliveries }: Memory): string {
  return JSON.stringify([
    ['d1', 'd2', 'd3'].map((id) => subscriptions.get(id)),
    people.get('discord:1'),
    [...deliveries.values()].filter(({ address }) => /^discord:(?:10\/|@1$)/.test(address)),
  ]);
}

const stored = [
  paper('2603.00001', { title: 'Agents that knit', upvotes: 9, abstract: 'About zebra stripes.' }),
  paper('2603.00002', { title: 'Diffusion', upvotes: 3 }),
];

const words = fc.constantFrom(
  ...['d1', 'd2', 'd3', '#d1', 'D1', 'd4', 'zebra', 'zebrafish', 'agents', 'Agents that knit'],
  ...[
    '2603.00001',
    'yes',
    'no',
    'export',
    'delete',
    'daily',
    '09:00',
    'Europe/Berlin',
    '1w',
    '2',
    '',
  ],
  ...['discord:10', 'discord:@', '__proto__', 'more', 'topic:agents', '*', '-x'],
);

const invocations: fc.Arbitrary<Invocation> = fc
  .record({
    command: fc.constantFrom(...commands),
    isDirect: fc.boolean(),
    values: fc.array(words, { minLength: 12, maxLength: 12 }),
  })
  .map(({ command, isDirect, values }) => {
    const args = Object.keys(command.args).map((name, index) => [name, values[index] ?? '']);
    const invocation = asker('20', '2')(command.path, Object.fromEntries(args));
    const { personalAddress } = invocation;
    return isDirect
      ? { ...invocation, address: personalAddress, realm: personalAddress }
      : invocation;
  });

test('whatever is asked in one server, nothing of another is shown or changed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(invocations, { minLength: 1, maxLength: 6 }), async (asked) => {
      const memory = twoServers();
      const before = theirs(memory);
      const desk = openDesk(createMemoryStore(memory), stored);
      for (const invocation of asked) {
        expect(JSON.stringify(await desk.dispatch(invocation))).not.toMatch(secret);
        expect(JSON.stringify(await desk.form(invocation)) ?? '').not.toMatch(secret);
        for (const argument of Object.keys(invocation.args)) {
          const offers = JSON.stringify(await desk.complete({ invocation, argument }));
          expect(offers).not.toMatch(secret);
          expect(offers).not.toMatch(/"d[123]"/);
        }
      }
      expect(desk.sent.every((id) => !['d1', 'd2', 'd3'].includes(id))).toBe(true);
      expect(desk.faults).toEqual([]);
      expect(theirs(memory)).toBe(before);
    }),
    { numRuns: 300 },
  );
}, 60_000);
