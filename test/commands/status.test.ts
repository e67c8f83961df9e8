import { afterEach, describe, expect, test } from 'vitest';
import type { Delivery } from '../../src/core/delivery.ts';
import type { Subscription } from '../../src/core/subscription.ts';
import { containerLayout } from '../../src/platforms/discord/render/container-layout.ts';
import { renderReply } from '../../src/platforms/slack/render/render.ts';
import { paper, subscription } from '../fakes/papers.ts';
import { type Desk, type DeskOptions, guest, openDesk } from './desk.ts';

const agents = paper('2603.00007', {
  title: 'Agents that knit',
  arrivedAt: '2026-03-02T18:00:00.000Z',
});
const tuesday = '2026-03-03T08:00:00Z';

let desk: Desk;
afterEach(async () => {
  expect(desk.faults).toEqual([]);
  await desk.close();
});

const open = async (options?: DeskOptions) => (desk = await openDesk(options));
const minute = 60_000;
const noon = Date.parse('2026-03-02T12:00:00Z');

const failedRow = (subscription: string): Delivery => ({
  ...{ subscription, slot: '2026-03-02T10:00+00:00', part: 0, address: 'terminal:-' },
  ...{ posted: [], passedOver: [], updatedAt: '2026-03-02T11:00:00.000Z' },
  ...{ status: 'failed', detail: 'it is full' },
});

/** A place whose slots are all settled for now. */
async function stored(given: Partial<Subscription> = {}): Promise<void> {
  const at = '2026-03-02T11:00:00.000Z';
  await desk.store.subscriptions.put(
    subscription({ queries: ['agents'], settledUntil: at, consideredUntil: at, ...given }),
  );
}

describe('/papers status', () => {
  test('where nothing is set up tells of the feeds, and offers to whoever may to begin', async () => {
    await open();
    expect(await desk.text('/papers status')).toBe(
      'All is well here. Hugging Face read just now Store is well No digest comes here. Set up a digest /digest add',
    );
    expect(await desk.text('/papers status', guest)).not.toMatch(/digest add/);
  });

  test('tells when each digest comes next, and what became of the last ones', async () => {
    const feedStatus = () => [{ id: 'x', feed: 'A feed', readAt: noon - 12 * minute }];
    await open({ services: { feedStatus } });
    await desk.text('/digest add agents when:"daily 09:00"');
    await desk.arrive(agents);
    await desk.at(tuesday);
    await desk.at('2026-03-04T08:00:00Z');
    expect(await desk.text('/papers status')).toMatch(
      /^All is well here\. A feed read 1 d 20 h ago Store is well Digests ─+ • d1 · “agents” · next Thu 5 Mar 2026, 09:00 \(Berlin\) \(in 1 d\) Last deliveries ─+ • Wed 4 Mar 2026, 09:00 \(Berlin\) · d1: posted nothing: no new papers came • Tue 3 Mar 2026, 09:00 \(Berlin\) · d1: posted 1 paper Preview \/digest preview d1$/,
    );
  });

  test('shows five deliveries, eight digests and five faults at most', async () => {
    await open();
    for (let count = 1; count <= 12; count += 1) {
      const reason = { kind: 'not-permitted', text: 'I may not write.' } as const;
      const since = '2026-03-02T11:00:00.000Z';
      await stored({ id: `d${count}`, status: { kind: 'paused', reason, since } });
      await desk.store.deliveries.put({
        ...{ subscription: `d${count}`, slot: `2026-03-02T${count + 10}:00+00:00`, part: 0 },
        ...{ address: 'terminal:-', posted: [], passedOver: [], updatedAt: since },
        ...{ status: 'skipped', reason: 'nothing new matched, of 3 considered' },
      });
    }
    const { view } = await desk.say('/papers status');
    expect(view.summary).toBe('12 things need attention here.');
    const lists = view.blocks.flatMap((block) =>
      block.kind === 'list' ? [block.items.length] : [],
    );
    expect(lists).toEqual([9, 5]);
    const buttons = view.blocks.flatMap((block) => (block.kind === 'actions' ? block.actions : []));
    expect(buttons.map(({ label }) => label)).toEqual([1, 2, 3, 4, 5].map((id) => `Resume d${id}`));
    expect(view.blocks.filter(({ kind }) => kind === 'notice')).toHaveLength(5);
    const { container, isWhole } = containerLayout(view);
    expect(isWhole).toBe(true);
    const discord = JSON.stringify(container);
    const slack = JSON.stringify(renderReply({ view, visibility: 'private', ok: true }).blocks);
    for (const shown of [discord, slack]) {
      expect(shown).toMatch(/d5: posted nothing.*Resume d5/s);
      expect(shown).not.toMatch(/would not fit|more line/);
    }
  });

  test('counts the digests of other channels for those who manage them', async () => {
    await open();
    await stored({ id: 'd9', address: 'terminal:other' });
    const asked = { realm: 'terminal:' };
    expect(await desk.text('/papers status', undefined, asked)).toMatch(
      /No digest comes here\. Elsewhere: 1 digest, in \/digest list\./,
    );
    expect(await desk.text('/papers status', guest, asked)).not.toMatch(/Elsewhere/);
    const reason = { kind: 'destination-gone', text: 'The channel is gone' } as const;
    const since = '2026-03-02T11:00:00.000Z';
    const status = { kind: 'paused', reason, since } as const;
    await stored({ id: 'd8', address: 'terminal:gone', status });
    expect(await desk.text('/papers status', undefined, asked)).toMatch(
      /^All is well here; 1 digest elsewhere needs attention: \/digest list\. .*Elsewhere: 2 digests, in \/digest list\./,
    );
  });

  test('tells a fault of the place once where it paused the digest', async () => {
    const placeProblem = async () => ({ message: 'The thread is locked.', remedy: 'Unlock it.' });
    await open({ services: { placeProblem } });
    const reason = { kind: 'not-permitted', text: 'The thread is locked. Unlock it' } as const;
    await stored({ status: { kind: 'paused', reason, since: '2026-03-02T11:00:00.000Z' } });
    const told = await desk.text('/digest check d1');
    expect(told.match(/The thread is locked/g)).toHaveLength(1);
    expect(told).toMatch(
      /Place: The thread is locked\. Unlock it\. Paused for it\. Nothing is lost: once that is mended, what it missed comes by itself, or once you type \/digest resume d1\./,
    );
    await desk.text('/digest pause d1');
    const byUser = await desk.text('/digest check d1');
    expect(byUser).toMatch(/Place: The thread is locked\. Unlock it\. /);
    expect(byUser).not.toMatch(/Paused for it/);
  });

  test('tells a fault of the place once for all the digests that it stopped', async () => {
    const message = 'I cannot post in #ml: I am missing Embed Links there.';
    await open({ services: { placeProblem: async () => ({ message, remedy: 'Give me that.' }) } });
    const reason = { kind: 'not-permitted', text: 'I may not post in that channel. Do' } as const;
    const since = '2026-03-02T11:00:00.000Z';
    await stored({ status: { kind: 'paused', reason, since } });
    await stored({ id: 'd2', status: { kind: 'paused', reason, since } });
    await stored({ id: 'd3', refused: { reason, digests: 1 } });
    const told = await desk.text('/papers status');
    expect(told).toMatch(
      /^1 thing needs attention here\. Warning: Place: I cannot post in #ml: I am missing Embed Links there\. Give me that\. Paused for it: d1 and d2\. Nothing is lost: what they miss comes once they go on\. The last digest of d3 was refused: its papers come with the next digest\. If that is refused too, it is paused\. /,
    );
    expect(told).not.toMatch(/may not post/);
    expect(told).toMatch(/Resume d1 .*Resume d2 /);
    await desk.store.deliveries.put({
      ...{ subscription: 'd3', slot: '2026-03-02T11:00+00:00', part: 0, address: 'terminal:-' },
      ...{ posted: ['a'], passedOver: [], payload: {}, attempt: 3, status: 'uncertain' },
      ...{ firstSentAt: since, updatedAt: since, detail: 'no answer' },
    });
    await stored({ id: 'd4', refused: { reason, digests: 1 } });
    expect(await desk.text('/papers status')).toMatch(
      /The last digest of d4 was refused: its papers come with the next digest\. If that is refused too, it is paused\. The last digest of d3 was refused\. Whether it arrived is being looked up\. If it did not, its papers come with the next digest\. If that is/,
    );
  });

  test('does not blame a place of which nothing is known just now', async () => {
    const unknown = { message: 'The far end does not answer.', isUnknown: true } as const;
    await open({ services: { placeProblem: async () => unknown } });
    await stored();
    expect(await desk.text('/papers status')).toMatch(/Warning: Place: The far end does not/);
    const reason = { kind: 'not-permitted', text: 'I may not write. Grant it' } as const;
    await stored({ status: { kind: 'paused', reason, since: '2026-03-02T11:00:00.000Z' } });
    const told = await desk.text('/papers status');
    expect(told).toMatch(/^1 thing .*Warning: d1 is paused: I may not write\. Grant it\. Nothing/);
    expect(told).not.toMatch(/far end/);
  });

  test('is about the place and the asker alone', async () => {
    await open();
    await desk.text('/papers my follow agents');
    await stored({ id: 'd9', address: 'terminal:other' });
    expect(await desk.text('/papers status')).toMatch(
      /d1 · yours · “agents” · next .*\/papers my preview$/,
    );
    expect(await desk.text('/papers status')).not.toMatch(/d9/);
    expect(await desk.text('/papers status', guest)).toMatch(/No digest comes here/);
  });
});

describe('a fault is told with what to do about it', () => {
  test.each<readonly [string, Partial<Subscription>, RegExp]>([
    [
      'a broken query',
      { queries: ['topic:gone'] },
      /d1: its query cannot be read: There is no topic “gone”\. .*Edit d1 \/digest edit d1/,
    ],
    [
      'a pause by a fault',
      {
        status: {
          kind: 'paused',
          reason: { kind: 'unreachable', text: 'A filter stopped it. Make an exception' },
          since: '2026-03-02T11:00:00.000Z',
        },
      },
      /d1 is paused: A filter stopped it\. Make an exception\. Nothing is lost: once that is mended, \/digest resume d1 brings it back with what it missed\. .*d1 · “agents” · Paused Last .*Resume d1 \/digest resume d1/,
    ],
    [
      'a pause by a place that is set right by now',
      {
        status: {
          kind: 'paused',
          reason: { kind: 'not-permitted', text: 'I may not write. Grant it' },
          since: '2026-03-02T11:00:00.000Z',
        },
      },
      /d1 is paused: I may not write\. That is mended by now, as far as I can tell\. It only needs \/digest resume d1: what it missed comes then\. .*Resume d1/,
    ],
    [
      'a refusal',
      {
        refused: { reason: { kind: 'unreachable', text: 'The channel is full' }, digests: 1 },
      },
      /its last digest was refused: The channel is full\. Its papers come with the next digest\. If the place goes on refusing them, it is paused\. .*Check d1/,
    ],
    [
      'an overdue digest',
      { settledUntil: '2026-03-01T12:00:00.000Z' },
      /d1 was due Mon 2 Mar 2026, 10:00 \(Berlin\), and nothing came of it yet\./,
    ],
  ])('%s', async (_, given, expected) => {
    await open();
    await stored(given);
    expect(await desk.text('/papers status')).toMatch(expected);
    expect(await desk.text('/papers status')).toMatch(/^1 thing needs attention here\./);
    expect(await desk.text('/digest check d1')).toMatch(/Warning: d1/);
  });

  test('but one that is mended, or comes right with the next digest, needs no attention', async () => {
    await open();
    const reason = { kind: 'not-permitted', text: 'I may not write. Do' } as const;
    await stored({ refused: { reason, digests: 1 } });
    expect(await desk.text('/papers status')).toMatch(
      /^Nothing needs attention here\. Note: d1: its last digest was refused: I may not write\. That is mended by now, as far as I can tell\. There is nothing to do: its papers come with the next digest\. .*Check d1/,
    );
    await stored({ id: 'd2' });
    await desk.store.deliveries.put(failedRow('d2'));
    expect(await desk.text('/digest check d2')).toMatch(
      /Note: d2: its digest of .* could not be posted: it is full Its papers come with the next/,
    );
    await stored({ id: 'd3', queries: ['topic:gone'] });
    const told = await desk.text('/papers status');
    expect(told).toMatch(/^1 thing needs attention here\. Warning: d3: .*Note: d1: .*Note: d2: /);
    const elsewhere = { address: 'terminal:other', realm: 'terminal:' };
    expect(await desk.text('/papers status', undefined, elsewhere)).toMatch(
      /^All is well here; 1 digest elsewhere needs attention: .*Elsewhere: 3 digests, in/,
    );
    expect((await desk.text('/digest list')).match(/Needs attention: \S+ \S+ d\d/g)).toEqual([
      'Needs attention: /digest check d3',
    ]);
  });

  test('a pause that somebody wanted is none', async () => {
    await open();
    await desk.text('/digest add agents');
    await desk.text('/digest pause d1 for:1w');
    expect(await desk.text('/papers status')).toMatch(
      /^All is well here\..*d1 · “agents” · Paused until Mon 9 Mar/,
    );
  });

  test('a message of which nobody can tell whether it arrived', async () => {
    await open({ uncertainPolicy: 'hold' });
    await desk.text('/digest add agents');
    await desk.arrive(agents);
    desk.platform.outcomes.push({ kind: 'uncertain', detail: 'no answer' });
    await desk.at(tuesday);
    expect(await desk.text('/papers status')).toMatch(
      /^All is well here.*d1: perhaps posted, being looked for: no answer/,
    );
    await desk.at('2026-03-03T08:05:00Z');
    const told =
      /nobody can tell whether its digest of Tue 3 Mar 2026, 09:00 \(Berlin\) arrived\. It is not sent again\./;
    expect(await desk.text('/papers status')).toMatch(told);
    expect(await desk.text('/papers status')).toMatch(/Catch up on d1 \/digest catchup d1/);
    expect(await desk.text('/digest check d1')).toMatch(
      /Catch up \/digest catchup d1|Catch up on d1/,
    );
  });

  test('a place that cannot be posted to, and a store that takes nothing, without what only the operator may know', async () => {
    const placeProblem = async () => ({
      message: 'Send Messages is missing.',
      remedy: 'Grant it.',
    });
    await open({ services: { placeProblem, isStoreFaulty: () => true } });
    await stored();
    expect(await desk.text('/papers status')).toMatch(
      /^2 things need attention here\. Warning: Nothing can be stored just now, and so nothing is posted\. .*Warning: Place: Send Messages is missing\. Grant it\. .*Store cannot be written to/,
    );
  });

  test('subscriptions that were lost, which only whoever runs it can bring back', async () => {
    await open({ services: { isDataLost: async () => true } });
    const told =
      /Warning: What I had stored was damaged or lost, and is not all there again: digests may be missing, and those are not posted\. Whoever runs this bot finds with doctor what is missing .* Store is not whole/;
    expect(await desk.text('/papers status', guest)).toMatch(/^1 thing needs attention here\./);
    expect(await desk.text('/papers status', guest)).toMatch(told);
    await stored();
    expect(await desk.text('/digest check d1')).toMatch(told);
  });

  test.each([
    [
      'failing',
      'read 3 h ago Store',
      /Warning: A feed has been unreadable since Mon 2 Mar 2026, 10:00 \(Berlin\): no answer\. Its last good data is of Mon 2 Mar 2026, 10:00/,
    ],
    ['empty', 'read 3 h ago Store', /A feed has had no papers since/],
  ] as const)('a feed in trouble: %s', async (kind, freshness, expected) => {
    const feed = { id: 'x', feed: 'A feed', readAt: noon - 180 * minute };
    const feedStatus = () => [kind === 'failing' ? { ...feed, problem: 'no answer' } : feed];
    await open({ services: { feedStatus } });
    const since = '2026-03-02T09:00:00.000Z';
    const trouble = { kind, since, reads: 5, text: 'no answer.' };
    await desk.store.feeds.put([{ feed: 'x', key: '*', fetchedAt: since, trouble }]);
    const said = await desk.text('/papers status');
    expect(said).toMatch(expected);
    expect(said).toContain(freshness);
  });
});

test('a digest that has been on its way for more than five minutes is a fault, and so before an older refusal', async () => {
  await open();
  const refused = {
    reason: { kind: 'not-permitted', text: 'I may not write' },
    digests: 1,
  } as const;
  await stored({ refused });
  await desk.store.deliveries.put({
    ...{ subscription: 'd1', slot: '2026-03-02T11:30+00:00', part: 0, address: 'terminal:-' },
    ...{ posted: ['a'], passedOver: [], payload: {}, attempt: 3, status: 'retry' },
    ...{ firstSentAt: '2026-03-02T11:40:00.000Z', notBefore: '2026-03-02T12:03:00.000Z' },
    ...{ detail: 'Discord answers 503.', updatedAt: '2026-03-02T11:58:00.000Z' },
  });
  const told =
    /d1: its digest of .*12:30 \(Berlin\) is not posted yet, and has been tried since .*12:40 \(Berlin\): Discord answers 503\. Next try: .*13:03 \(Berlin\)\. There is nothing to do here/;
  expect(await desk.text('/papers status')).toMatch(told);
  expect(await desk.text('/digest check d1')).toMatch(told);
  expect(await desk.text('/papers status')).not.toMatch(/I may not write/);
});

test.each([
  [
    'what it says',
    undefined,
    /The channel is full\. Whether it arrived is being looked up\. If it did not, its papers come with the next digest\. If the place/,
  ],
  [
    'that it is mended',
    'well',
    /The channel is full\. That is mended by now, as far as I can tell\. Whether it arrived is being looked up\. There is nothing to do: if it did not, its papers come with the next digest\./,
  ],
] as const)(
  'a digest that was refused while it may have arrived is not said to be tried again: %s',
  async (_, place, told) => {
    const reason = {
      kind: place === 'well' ? 'not-permitted' : 'unreachable',
      text: 'The channel is full',
    } as const;
    await open();
    await stored({ refused: { reason, digests: 1 } });
    const row = {
      ...{ subscription: 'd1', slot: '2026-03-02T11:00+00:00', part: 0, address: 'terminal:-' },
      ...{ posted: ['a'], passedOver: [], payload: {}, attempt: 3 },
      ...{ firstSentAt: '2026-03-02T11:01:00.000Z', notBefore: '2026-03-02T12:03:00.000Z' },
      ...{ detail: 'The channel is full.', updatedAt: '2026-03-02T11:02:00.000Z' },
      status: 'uncertain' as const,
    };
    await desk.store.deliveries.put(row);
    const said = await desk.text('/papers status');
    expect(said).toMatch(
      place === 'well'
        ? /^Nothing needs attention here\. Note: d1: its last digest was refused: /
        : /^1 thing needs attention here\. Warning: d1: its last digest was refused: /,
    );
    expect(said).toMatch(told);
    expect(said).not.toMatch(/keep trying|tried since/);
    await desk.store.deliveries.put({ ...row, held: true });
    expect(await desk.text('/papers status')).not.toMatch(/being looked up/);
    await desk.store.deliveries.put({
      ...row,
      slot: '2026-03-02T11:30+00:00',
      updatedAt: '2026-03-02T11:40:00.000Z',
    });
    expect(await desk.text('/papers status')).toMatch(
      /perhaps not posted yet.* Next try: .*I keep/,
    );
  },
);

test('a digest that is not tried again is said to be looked up', async () => {
  await open();
  await stored();
  await desk.store.deliveries.put({
    ...{ subscription: 'd1', slot: '2026-03-02T11:00+00:00', part: 0, address: 'terminal:-' },
    ...{ posted: ['a'], passedOver: [], payload: {}, attempt: 5, status: 'uncertain' },
    ...{ firstSentAt: '2026-03-02T11:01:00.000Z', notBefore: '2026-03-02T12:03:00.000Z' },
    ...{ detail: 'Discord answers 503.', updatedAt: '2026-03-02T11:02:00.000Z' },
  });
  const said = await desk.text('/papers status');
  expect(said).toMatch(
    /perhaps not posted yet.* Next look: .* I am looking up whether it arrived\./,
  );
  expect(said).not.toMatch(/keep trying/);
});

test('a feed that was never read is told of as soon as a try fails; one that was read makes the headline weaker', async () => {
  const feed = { id: 'x', feed: 'A feed', problem: 'no answer.' };
  await open({ services: { feedStatus: () => [feed] } });
  expect(await desk.text('/papers status')).toMatch(
    /^Nothing needs attention here\. Note: A feed was never read, .*failed: no answer\. There is nothing to do here: I keep trying\./,
  );
  await desk.close();
  await open({ services: { feedStatus: () => [{ ...feed, readAt: noon }] } });
  expect(await desk.text('/papers status')).toMatch(
    /^Digests are well here, but the last try .*A feed read just now; the last try failed: no answer\. Store/,
  );
});

describe('a feed that was never read', () => {
  const feed = { id: 'x', feed: 'A feed' };
  const since = '2026-03-02T11:58:00.000Z';
  const trouble = { kind: 'failing', since, reads: 1, text: 'no answer.' } as const;
  const told =
    /(Note|Warning): A feed was never read, so there are no papers of it\. It has been tried since Mon 2 Mar 2026, 12:58 \(Berlin\)\. The last try failed: no answer\. .* A feed never read, though it was tried/;

  test('is said to have been tried, since when and in vain why, after a restart too', async () => {
    await open({ services: { feedStatus: () => [feed] } });
    expect(await desk.text('/papers status')).toMatch(/^All is well here\. A feed not read yet/);
    await desk.store.feeds.put([{ feed: 'x', key: '*', fetchedAt: since, trouble }]);
    expect(await desk.text('/papers status')).toMatch(told);
    expect(await desk.text('/papers status')).toMatch(/^Nothing needs attention here\. Note: /);
  });

  test('needs attention once it has been tried in vain for half an hour', async () => {
    await open({ services: { feedStatus: () => [feed] } });
    const long = { ...trouble, since: '2026-03-02T11:20:00.000Z', reads: 3 };
    await desk.store.feeds.put([{ feed: 'x', key: '*', fetchedAt: since, trouble: long }]);
    const said = await desk.text('/papers status');
    expect(said).toMatch(/^1 thing needs attention here\. Warning: A feed was never read, /);
    expect(said).toMatch(/I keep trying\. Whoever runs this bot finds more in its log\./);
    expect(said).not.toMatch(/nothing to do/);
  });

  test('leaves a preview without papers, which says so and not that nothing matches', async () => {
    await open({ services: { feedStatus: () => [feed] } });
    await desk.text('/digest add agents');
    await desk.text('/papers my follow agents');
    expect(await desk.text('/digest preview d1')).toMatch(
      /^Note: No papers were read yet, so there is nothing that could match\. A feed not read yet Next: Tue 3 Mar 2026, 09:00 \(Berlin\), in 20 h\. Send now/,
    );
    await desk.store.feeds.put([{ feed: 'x', key: '*', fetchedAt: since, trouble }]);
    for (const line of ['/digest preview d1', '/papers my preview']) {
      expect(await desk.text(line)).toMatch(told);
      expect(await desk.text(line)).not.toMatch(/matched|matching/);
    }
    await desk.arrive(paper('2603.00009'));
    expect(await desk.text('/digest preview d1')).toMatch(/Nothing new matched/);
  });
});

test('a digest is told in its own zone, and a preview of a paused one says so', async () => {
  await open();
  await desk.arrive(agents);
  await desk.text('/digest add agents when:"daily 09:00 Asia/Tokyo"');
  expect(await desk.text('/papers status')).toMatch(/next Tue 3 Mar 2026, 09:00 \(Tokyo\)/);
  await desk.text('/digest pause d1 for:1w');
  const preview = await desk.text('/digest preview d1');
  expect(preview).toMatch(/Paused until Mon 9 Mar.* · go on with \/digest resume d1/);
  expect(preview).not.toMatch(/Due:/);
});

test('a feed that nobody reads any more is a fault', async () => {
  const feedStatus = () => [{ id: 'x', feed: 'A feed', readAt: noon - 49 * 60 * minute }];
  await open({ services: { feedStatus } });
  expect(await desk.text('/papers status')).toMatch(
    /^1 thing needs attention here\. Warning: A feed was last read Sat 28 Feb 2026, 12:00 \(Berlin\)\./,
  );
});

test('/digest check tells the same of one digest, and of its parts as one', async () => {
  await open();
  await stored();
  const row = {
    subscription: 'd1',
    slot: '2026-03-02T10:00+00:00',
    address: 'terminal:-',
    passedOver: [],
  };
  const updatedAt = '2026-03-02T10:00:02.000Z';
  await desk.store.deliveries.put(
    { ...row, part: 0, posted: ['a', 'b'], status: 'sent', updatedAt },
    { ...row, part: 1, posted: ['c'], status: 'sent', note: 'not published', updatedAt },
  );
  expect(await desk.text('/digest check d1')).toMatch(
    /^d1: Every day at 09:00 UTC I will post up to 5 papers about “agents”\. State Next: Tue 3 Mar 2026, 09:00 .*Store is well Last deliveries ─+ • Mon 2 Mar 2026, 11:00 \(Berlin\) · d1: posted 3 papers; not published Preview/,
  );
});

test('/digest list marks what needs attention, and says where there is more', async () => {
  await open();
  for (const count of [1, 2, 3, 4]) await stored({ id: `d${count}` });
  const at = '2026-03-02T11:00:00.000Z';
  const reason = { kind: 'not-permitted', text: 'I may not write. Grant it' } as const;
  await stored({ id: 'd5', status: { kind: 'paused', reason, since: at } });
  await stored({ id: 'd6', queries: ['topic:gone'] });
  await stored({ id: 'd7', status: { kind: 'paused', reason: { kind: 'by-user' }, since: at } });
  const told = await desk.text('/digest list');
  expect(told).toMatch(
    /• d5 · [^•]*“agents”\. Paused: I may not write\. Needs attention: \/digest check d5\. • d6 · [^•]*Next: [^•]*Needs attention: \/digest check d6\. • d7 · [^•]*Paused until you resume it\. About d5 .*About d6 .*About d1 .*About d2 /,
  );
  expect(told.match(/Needs attention/g)).toHaveLength(2);
});

test('what has happened is told in the zone of the reader; where nobody knows that, in the zone of each digest', async () => {
  await open();
  const nobodyKnows = { id: 'terminal:local', name: 'you', canManage: true };
  await desk.text('/digest add agents when:"daily 09:00 Asia/Tokyo"', nobodyKnows);
  await desk.text('/papers my follow agents', nobodyKnows);
  await desk.text('/papers my digest daily 01:00 Europe/Berlin', nobodyKnows);
  await desk.arrive(agents);
  await desk.at('2026-03-03T00:00:00Z');
  const told = await desk.text('/papers status', nobodyKnows);
  expect(told).toMatch(/09:00 \(Tokyo\) · d1: posted/);
  expect(told).toMatch(/01:00 \(Berlin\) · d2: posted/);
  expect(await desk.text('/papers why 2603.00007', nobodyKnows)).toMatch(
    /First seen Mon 2 Mar 2026, 18:00 \(UTC\).*d1: posted Tue 3 Mar 2026, 09:00 \(Tokyo\)/,
  );
  await desk.text('/papers my zone America/New_York', nobodyKnows);
  const known = await desk.text('/papers status', nobodyKnows);
  expect(known).toMatch(/19:00 \(New York\) · d1: posted/);
  expect(known).toMatch(/19:00 \(New York\) · d2: posted/);
});

test('/papers my list tells what is wrong with a personal digest, and how it goes on', async () => {
  await open();
  await desk.text('/papers my follow agents');
  expect(await desk.text('/papers my list')).not.toMatch(/Warning/);
  const reason = { kind: 'unreachable', text: 'Your messages are closed. Open them' } as const;
  const since = '2026-03-02T11:00:00.000Z';
  await desk.store.subscriptions.update('d1', (latest) => ({
    ...latest,
    status: { kind: 'paused', reason, since },
  }));
  const told = await desk.text('/papers my list');
  expect(told).toMatch(
    /Warning: Your digest is paused: Your messages are closed\. Open them\. Nothing is lost: once that is mended, \/papers my resume brings it back with what it missed\. /,
  );
  expect(told.match(/are closed/g)).toHaveLength(1);
});
