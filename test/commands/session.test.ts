import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { paper } from '../fakes/papers.ts';
import { type Desk, guest, openDesk, owner } from './desk.ts';

const papers = [
  paper('2603.00001', {
    title: 'Diffusion models for weather',
    upvotes: 12,
    abstract: 'We train a diffusion model.',
  }),
  paper('2603.00002', {
    title: 'Agents that plan',
    upvotes: 40,
    links: { code: 'https://example.org/code' },
  }),
  paper('2603.00003', { title: 'A survey of diffusion', upvotes: 3 }),
];

const refused = {
  kind: 'rejected',
  pause: { kind: 'unreachable', text: 'A filter stopped it. Make an exception' },
  detail: 'code 200000',
} as const;

let desk: Desk;
let store: Store;

beforeEach(async () => {
  desk = await openDesk({ papers });
  store = desk.store;
});

afterEach(async () => {
  expect(desk.faults).toEqual([]);
  await desk.close();
});

describe('a digest of a place', () => {
  test('is set up with one sentence and its next run, listed, changed, paused, resumed and removed', async () => {
    const { text } = desk;
    const added = await text('/digest add diffusion -survey limit:3');
    expect(added).toMatch(
      /Digest d1 is set up\. Weekdays at 09:00 Berlin time I will post up to 3 papers about “diffusion -survey”\./,
    );
    expect(added).toMatch(/Next: Tue 3 Mar 2026, 09:00 \(Berlin\), in 20 h\./);
    expect(added).toMatch(/On the one day that is stored it would have found 1 paper\./);
    expect(await text('/digest list')).toMatch(/d1 · Weekdays at 09:00/);
    expect(await text('/digest add diffusion -survey')).toMatch(
      /set up beside d1, which is about the same/,
    );
    await text('/digest remove d2 confirm:yes');
    expect(await text('/digest edit d1 time:18:30 days:fri')).toMatch(
      /Changed d1\. Fridays at 18:30 Berlin time/,
    );
    expect(await text('/digest edit d1 query:agents')).toMatch(/about “agents”/);
    await text('/digest edit d1 quiet:note');
    expect(await text('/digest check d1')).toMatch(/about “agents”, or say that nothing matched\./);
    await text('/digest edit d1 quiet:silent');
    expect(await text('/digest check d1')).not.toMatch(/nothing matched\./);
    expect(await text('/digest pause d1 for:1w')).toMatch(/Paused digest d1 until Mon 9 Mar 2026/);
    expect(await text('/digest resume d1')).toMatch(/Resumed digest d1\./);
    expect(await text('/digest clone d1')).toMatch(/Copied d1 to d3\./);
    expect(await text('/digest remove d1')).toMatch(/This removes d1 for good/);
    expect(await text('/digest remove d1 confirm:yes')).toMatch(/Removed d1\./);
    expect(await text('/digest list')).toMatch(/There is 1 digest here\./);
  });

  test('is posted on request, once, and previewed as it would be posted', async () => {
    const { text, platform } = desk;
    await text('/digest add diffusion');
    expect(await text('/digest preview d1')).toMatch(
      /Preview: Trending papers.*Diffusion models for weather/s,
    );
    expect(await text('/digest send-now d1')).toMatch(/Posted 2 papers/);
    expect(await text('/digest send-now d1')).toMatch(/Nothing new matches right now/);
    expect(platform.sent).toHaveLength(1);
    expect(await text('/digest check d1')).toMatch(/posted 2 papers/);
  });

  test.each([
    [
      'is refused',
      { ...refused, patience: 1 },
      /^Error: It could not be sent\. A filter stopped it\. Make an exception\. Nothing is lost: what is new comes with the next digest, earlier papers only with \/digest send-now again\.$/,
    ],
    [
      'is refused for good',
      refused,
      /^Error: It could not be sent\. A filter stopped it\. Make an exception\. The digest is paused\. Nothing is lost: once that is mended, \/digest resume d1 brings it back with what it missed\.$/,
    ],
    [
      'cannot be taken just now',
      { kind: 'retry', detail: 'Slack answers 503.' },
      /^Error: It could not be sent: Slack answers 503\. Nothing is lost: what is new comes with/,
    ],
    [
      'may have arrived',
      { kind: 'uncertain', detail: 'no answer' },
      /^Error: It may not have arrived: no answer\. Whether it arrived is being looked up\. Nothing is lost: if it did not, what is new comes with the next digest, earlier papers only with \/digest send-now again\.$/,
    ],
  ] as const)(
    'that is sent on request and %s is told with the reason and what becomes of it',
    async (_, outcome, told) => {
      await desk.text('/digest add diffusion');
      desk.platform.outcomes.push(outcome);
      expect(await desk.text('/digest send-now d1')).toMatch(told);
    },
  );

  test('may be looked at by everyone and changed only by those who manage the place', async () => {
    const { say, text } = desk;
    await text('/digest add diffusion');
    expect((await say('/digest list', guest)).ok).toBe(true);
    for (const line of ['/digest add x', '/digest remove d1 confirm:yes', '/digest pause d1']) {
      expect(await text(line, guest)).toMatch(/You may not use/);
    }
    expect(await store.subscriptions.all()).toHaveLength(1);
  });

  test.each([
    ['/digest add diffusion AND (', /^Error:/],
    ['/digest add titel:x', /\/digest add title:x/],
    ['/digest add x zone:Europe/Berln', /Europe\/Berlin/],
    ['/digest add x when:"weekdays 25:00"', /Did you mean: \/digest add x when:/],
    ['/digest add x when:"0 9 * *"', /cron|field/i],
    ['/digest add x limit:99', /whole number from 1 to 25/],
    ['/digest edit d9', /There is no digest “d9” here/],
  ])('%s changes nothing and says what is wrong', async (line, expected) => {
    const { text } = desk;
    expect(await text(line)).toMatch(expected);
    expect(await store.subscriptions.all()).toEqual([]);
  });
});

describe('a digest that was paused by a fault', () => {
  const status = {
    kind: 'paused',
    reason: { kind: 'not-permitted', text: 'I may not write there.' },
    since: '2026-03-02T12:00:00.000Z',
  } as const;

  test('can be checked again by whoever set it up, who was told, and by nobody else without the right', async () => {
    const { text } = desk;
    await text('/digest add diffusion');
    await store.subscriptions.update('d1', (current) => ({ ...current, status }));
    const demoted = { ...owner, canManage: false };
    expect(await text('/digest resume d1', guest)).toMatch(/You may not resume this digest/);
    expect(await text('/digest resume d1', demoted)).toMatch(/Resumed/);
    await text('/digest pause d1');
    expect(await text('/digest resume d1', demoted)).toMatch(/You may not resume this digest/);
  });
});

describe('a personal digest', () => {
  test('begins with the first topic and ends with the last one', async () => {
    const { text } = desk;
    expect(await text('/papers my list')).toMatch(/You follow no topics yet/);
    expect(await text('/papers my follow LLM agents')).toMatch(
      /You now follow LLM agents\. Weekdays at 09:00 Berlin time I will send you up to 5 papers about LLM agents\./,
    );
    expect(await text('/papers my follow "diffusion model"')).toMatch(
      /about LLM agents or "diffusion model"/,
    );
    expect(await text('/papers my digest daily 7:30 limit:2')).toMatch(
      /Every day at 07:30 Berlin time I will send you up to 2/,
    );
    expect(await text('/papers my zone Asia/Tokyo')).toMatch(/Every day at 07:30 Tokyo time/);
    expect(await text('/papers my preview')).toMatch(/Agents that plan/);
    expect(await text('/papers my pause 1d')).toMatch(/Paused your digest until/);
    expect(await text('/papers my resume')).toMatch(/Resumed/);
    expect(await text('/papers my unfollow llm-agent')).toMatch(
      /Did you mean: \/papers my unfollow llm-agents/,
    );
    await text('/papers my unfollow llm-agents');
    expect(await text('/papers my unfollow "diffusion model"')).toMatch(
      /your personal digest has ended/,
    );
    expect(await store.subscriptions.all()).toEqual([]);
  });

  test('is nobody else’s', async () => {
    const { text } = desk;
    await text('/papers my follow agents');
    expect(await text('/papers my list', guest)).toMatch(/You follow no topics yet/);
    expect(await text('/digest list', guest)).toMatch(/no digest here yet/);
  });

  test('and all that is stored of a person can be exported and deleted', async () => {
    const { text } = desk;
    await text('/papers my follow agents');
    await text('/papers save 2603.00001');
    expect(await text('/papers my data export')).toMatch(/arxiv:2603\.00001/);
    expect(await text('/papers my data delete')).toMatch(
      /This deletes for good: 1 saved paper, 1 followed topic/,
    );
    expect(await text('/papers my data delete confirm:yes')).toMatch(/^Done: Deleted/);
    expect(await store.people.all()).toEqual([]);
    expect(await store.subscriptions.all()).toEqual([]);
  });
});

describe('papers', () => {
  test('are found, shown, saved and compared', async () => {
    const { text } = desk;
    expect(await text('/papers search diffusion')).toMatch(/2 papers match “diffusion”/);
    expect(await text('/papers search difusion')).toMatch(/searched “diffusion” instead/);
    expect(await text('/papers search nothinglikethis')).toMatch(/No stored paper matches/);
    expect(await text('/papers search diffusion --hub')).toMatch(
      /The Hub could not be searched: It does not answer\./,
    );
    expect(await text('/papers trending')).toMatch(/Agents that plan.*Diffusion models.*survey/s);
    expect(await text('/papers trending llm-agents 7d')).not.toMatch(/Diffusion/);
    expect(await text('/papers show https://arxiv.org/abs/2603.00002v3')).toMatch(
      /https:\/\/example\.org\/code/,
    );
    expect(await text('/papers show agents that')).toMatch(/Agents that plan/);
    expect(await text('/papers show 2603.99999')).toMatch(/There is no paper 2603\.99999/);
    expect(await text('/papers similar 2603.00001')).toMatch(/A survey of diffusion/);
    expect(await text('/papers save 2603.00001')).toMatch(/Saved “Diffusion models for weather”/);
    expect(await text('/papers saved')).toMatch(/You saved 1 paper/);
    expect(await text('/papers unsave 2603.00001')).toMatch(/off your saved papers/);
    expect(await text('/papers why 2603.00001')).toMatch(/No digest comes here/);
    await text('/digest add survey');
    expect(await text('/papers why 2603.00001')).toMatch(
      /d1: not posted: it does not match \(no survey\)/,
    );
    const failed = { status: 'failed', detail: 'busy', passedOver: [] } as const;
    await store.deliveries.put({
      ...failed,
      subscription: 'd1',
      slot: '2026-03-02T09:00',
      part: 0,
      address: 'terminal:-',
      posted: ['arxiv:2603.00001'],
      updatedAt: '2026-03-02T09:00:00.000Z',
    });
    expect(await text('/papers why 2603.00001')).toMatch(/d1: not posted/);
    await text('/digest send-now d1');
    expect(await text('/papers why 2603.00003')).toMatch(
      /d1: posted Mon 2 Mar 2026.*title has "survey"/,
    );
    expect(await text('/papers rate 2603.00003 wants:less')).toMatch(
      /less like “A survey of diffusion” once you follow a topic/,
    );
    expect((await store.people.get(owner.id))?.tastes).toMatchObject([
      { paper: 'arxiv:2603.00003', wants: 'less' },
    ]);
    await text('/papers rate 2603.00003 wants:nothing');
    expect((await store.people.get(owner.id))?.tastes).toEqual([]);
    expect(await text('/papers topics')).toMatch(/llm-agents/);
    expect(await text('/papers help digest add')).toMatch(/\/digest add/);
  });

  test('that are asked for beyond the last page are answered with where it is', async () => {
    const { text } = desk;
    expect(await text('/papers search diffusion page:9')).toMatch(
      /There is no page 9: page 1 is the last\..*\/papers search diffusion page:1/,
    );
    expect(await text('/papers trending page:2')).toMatch(/There is no page 2/);
    await text('/papers save 2603.00001');
    expect(await text('/papers saved 4')).toMatch(/There is no page 4.*\/papers saved 1/);
    expect(await text('/papers search diffusion')).not.toMatch(/page/i);
  });
});

test('a preview says what only a request brings: what came before the digest', async () => {
  const { text } = desk;
  await text('/digest add diffusion');
  expect(await text('/digest preview d1')).toMatch(
    /2 papers above came before this digest was set up: only sending now posts them, its schedule begins with what comes next\./,
  );
  await text('/papers my follow diffusion');
  expect(await text('/papers my preview')).toMatch(/was set up: its schedule begins with/);
});

test('who may not manage a place is offered nothing that they would be refused', async () => {
  const { text, say } = desk;
  await text('/digest add diffusion');
  expect(await text('/digest preview d1')).toMatch(/Send now.*Edit/);
  expect(await text('/digest preview d1', guest)).not.toMatch(/Send now|Edit/);
  await text('/digest pause d1');
  expect(await text('/digest check d1', guest)).not.toMatch(/Resume/);
  expect((await say('/digest resume d1')).visibility).toBe('public');
  expect((await say('/digest resume d1')).visibility).toBe('private');
});

test('an empty field offers the papers that most people like', async () => {
  const place = 'terminal:-';
  const invocation = {
    path: ['papers', 'show'],
    args: {},
    address: place,
    realm: place,
    personalAddress: place,
    actor: owner,
  };
  const [first, ...more] = await desk.complete({ invocation, argument: 'paper' });
  expect(first?.label).toBeDefined();
  expect(more.length).toBeGreaterThan(0);
});

describe('what cannot be read', () => {
  test.each([
    ['/papers search x sort:votes', /sort: “votes” is not one of best, newest, upvotes, trending/],
    ['/papers search x page:two', /page: “two” is not a whole number from 1 to 10000/],
    ['/papers search x page:-1', /page: “-1” is not .*Did you mean: \/papers search x page:1$/],
    ['/digest add x limit:99', /limit: “99” is not .*Did you mean: \/digest add x limit:25$/],
    ['/papers search x hub:maybe', /hub: “maybe” is neither yes nor no/],
  ])('%s', async (line, answer) => {
    expect((await desk.text(line)).trim()).toMatch(answer);
  });

  test('a flag that is denied is not set', async () => {
    expect(await desk.text('/papers search diffusion hub:no')).not.toMatch(/The Hub/);
  });

  test('words that fit several digests name them', async () => {
    const { text } = desk;
    await text('/digest add agents');
    await text('/digest add agents -survey');
    expect(await text('/digest pause agents')).toMatch(
      /“agents” fits several digests: d1, d2\. Name one by its id/,
    );
    expect(await text('/digest pause survey')).toMatch(/Paused/);
  });

  test('the id of a digest that was removed is not found in the words of another', async () => {
    const { text } = desk;
    await text('/digest add diffusion');
    await text('/digest add kind1 OR third1');
    await text('/digest remove d1 confirm:yes');
    expect(await text('/digest edit d1 limit:3')).toMatch(/There is no digest “d1” here/);
  });
});

test('help on a group lists its commands', async () => {
  const { text } = desk;
  expect(await text('/papers help my')).toMatch(/^Your own digest .*\/papers my follow TOPIC/);
  expect(await text('/papers help /digest')).toMatch(/^Digests of this place /);
  expect(await text('/papers help my')).not.toMatch(/\/digest add|\/papers search/);
});
