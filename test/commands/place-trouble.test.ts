import { afterEach, describe, expect, test } from 'vitest';
import type { Services } from '../../src/commands/services.ts';
import type { Obstacle, Subscription } from '../../src/core/subscription.ts';
import { paper, subscription } from '../fakes/papers.ts';
import { type Desk, type DeskOptions, openDesk } from './desk.ts';

const papers = [paper('2603.00001', { title: 'Agents that knit', abstract: '' })];
const since = '2026-03-02T11:00:00.000Z';
const locked = async () => ({ message: 'The thread is locked.', remedy: 'Unlock it.' });
const lockedReason = { kind: 'not-permitted', text: 'The thread is locked. Unlock it' } as const;
const goneReason: Obstacle = {
  kind: 'destination-gone',
  text: 'The channel is gone. Set the digest up in another one with /digest add, and remove this one',
  isForGood: true,
};

let desk: Desk;
afterEach(async () => {
  expect(desk.faults).toEqual([]);
  await desk.close();
});

const open = async (options?: DeskOptions) => (desk = await openDesk(options));

async function stored(given: Partial<Subscription> = {}): Promise<void> {
  await desk.store.subscriptions.put(
    subscription({ queries: ['agents'], settledUntil: since, consideredUntil: since, ...given }),
  );
}

const pausedFor = (reason: Obstacle) => ({ status: { kind: 'paused', reason, since } }) as const;

describe('/digest send-now', () => {
  test('of a digest that a person paused ends with its state and how it goes on', async () => {
    await open({ papers });
    await desk.text('/digest add agents');
    await desk.text('/digest pause d1');
    const goesOn =
      /Paused until you resume it\. Nothing is lost: \/digest resume d1 brings it back with what it missed\./;
    const posted = await desk.text('/digest send-now d1');
    expect(posted).toMatch(/Posted 1 paper; no digest repeats it there\./);
    expect(posted).toMatch(goesOn);
    const nothing = await desk.text('/digest send-now d1');
    expect(nothing).toMatch(/Nothing new matches right now, so nothing was posted\./);
    expect(nothing).toMatch(goesOn);
    for (const said of [posted, nothing]) expect(said).not.toMatch(/stays as it is/);
    await desk.text('/digest pause d1 for:1w');
    expect(await desk.text('/digest send-now d1')).toMatch(
      /Paused until Mon 9 Mar 2026, .* Nothing is lost: \/digest resume d1 brings it back/,
    );
  });

  test('of a digest that a fault paused does so too', async () => {
    await open({ papers });
    await stored(pausedFor(lockedReason));
    expect(await desk.text('/digest send-now d1')).toMatch(
      /Posted 1 paper; .* Paused: The thread is locked\. Unlock it\. Nothing is lost: once that is mended, what it missed comes by itself/,
    );
  });

  test('that fails ends so too', async () => {
    await open({ papers });
    await desk.text('/digest add agents');
    await desk.text('/digest pause d1');
    desk.platform.outcomes.push({ kind: 'retry', detail: 'Slack answers 503.' });
    expect(await desk.text('/digest send-now d1')).toBe(
      'Error: It could not be sent: Slack answers 503. The digest is paused. Nothing is lost: /digest resume d1 brings it back with what it missed.',
    );
  });

  test('of a digest that its place has stopped names what is wrong once', async () => {
    await open({ papers: [paper('2603.00009')], services: { placeProblem: locked } });
    await stored(pausedFor(lockedReason));
    const told = await desk.text('/digest send-now d1');
    expect(told.match(/The thread is locked/g)).toHaveLength(1);
  });

  test('that posts nothing tells what is wrong with the place', async () => {
    await open({ papers: [paper('2603.00009')], services: { placeProblem: locked } });
    await stored();
    expect(await desk.text('/digest send-now d1')).toMatch(
      /Nothing new matches right now, so nothing was posted\. The schedule stays as it is\. Warning: Place: The thread is locked\. Unlock it\./,
    );
  });

  test('before anything was read says so, and not that nothing matches', async () => {
    const feed = { id: 'x', feed: 'A feed', problem: 'no answer.' };
    await open({ services: { feedStatus: () => [feed] } });
    await stored();
    const told = await desk.text('/digest send-now d1');
    expect(told).toMatch(/No papers were read yet, so nothing was posted\./);
    expect(told).toMatch(/A feed was never read.*The last try failed: no answer\./);
    expect(told).not.toMatch(/matches/);
  });

  test('that posts nothing tells that the last read of a feed failed', async () => {
    const readAt = Date.parse('2026-03-02T11:50:00Z');
    const feed = { id: 'x', feed: 'A feed', readAt, problem: 'no answer.' };
    await open({ papers: [paper('2603.00009')], services: { feedStatus: () => [feed] } });
    await stored();
    expect(await desk.text('/digest send-now d1')).toMatch(
      /Nothing new matches right now.* A feed read 10 min ago; the last try failed: no answer\./,
    );
  });
});

describe('a refused digest that was sent by hand', () => {
  const later =
    'what is new comes with the next digest, earlier papers only with /digest send-now again';

  test('is not said to come with the next one, where it is asked after', async () => {
    await open();
    await stored({ refused: { reason: lockedReason, digests: 1 } });
    await desk.store.deliveries.put({
      ...{ subscription: 'd1', slot: 'now-2026-03-02T11:00:00.000Z', part: 0, posted: ['a'] },
      ...{ address: 'terminal:-', passedOver: [], updatedAt: since },
      ...{ status: 'failed', detail: 'it is locked.' },
    });
    expect(await desk.text('/digest check d1')).toContain(later);
    await stored();
    expect(await desk.text('/digest check d1')).toContain('What is new comes with');
  });

  test('nor where its place is at fault', async () => {
    await open({ services: { placeProblem: locked } });
    await stored({ refused: { reason: lockedReason, digests: 1 } });
    await desk.store.deliveries.put({
      ...{ subscription: 'd1', slot: 'now-2026-03-02T11:00:00.000Z', part: 0, posted: ['a'] },
      ...{ address: 'terminal:-', passedOver: [], updatedAt: since },
      ...{ status: 'failed', detail: 'it is locked.' },
    });
    expect(await desk.text('/digest check d1')).toContain(`was refused: ${later}.`);
  });
});

describe('a place that is at fault is told', () => {
  const told = /^Done: .*Warning: Place: The thread is locked\. Unlock it\. /;

  test('by what sets a digest up there', async () => {
    await open({ services: { placeProblem: locked } });
    expect(await desk.text('/digest add agents')).toMatch(told);
  });

  test('by what copies one, which is a copy of what a person chose and no more', async () => {
    await open({ services: { placeProblem: locked } });
    const chosen = { mention: '@here', quiet: 'note', publish: true, sort: 'newest' } as const;
    await stored({
      ...{ ...chosen, awaySince: since, ...pausedFor(lockedReason) },
      refused: { reason: lockedReason, digests: 1, untold: { since } },
    });
    expect(await desk.text('/digest clone d1')).toMatch(told);
    const copy = await desk.store.subscriptions.get('d2');
    expect(copy).toMatchObject({ ...chosen, queries: ['agents'], status: { kind: 'active' } });
    expect(copy).not.toHaveProperty('refused');
    expect(copy).not.toHaveProperty('awaySince');
  });

  test('unless nothing is known of it just now', async () => {
    const placeProblem: Services['placeProblem'] = async () => ({
      message: 'The far end does not answer.',
      isUnknown: true,
    });
    await open({ services: { placeProblem } });
    expect(await desk.text('/digest add agents')).not.toMatch(/Warning/);
  });
});

describe('a digest whose channel was deleted', () => {
  const instead =
    /type there: \/digest add agents when:"daily 09:00 UTC" limit:5\. Then: \/digest remove d1\./;

  test('is said how to set up elsewhere, and not to go on', async () => {
    const gone = {
      message: 'The channel is gone.',
      remedy: 'Set the digest up in another one with /digest add, and remove this one.',
    };
    await open({ papers, services: { placeProblem: async () => gone } });
    await stored(pausedFor(goneReason));
    for (const line of ['/digest check d1', '/papers status']) {
      const told = await desk.text(line);
      expect(told).toMatch(instead);
      expect(told).not.toMatch(/goes on|resume/i);
    }
    const preview = await desk.text('/digest preview d1');
    expect(preview).toMatch(/Paused: The channel is gone\. /);
    expect(preview).not.toMatch(/resume/);
  });

  test.each([
    ['every paper', { queries: [] }, '/digest add when:"daily 09:00 UTC" limit:5'],
    [
      'a cron line',
      {
        queries: ['diffusion OR "world model"'],
        schedule: { kind: 'cron', expression: '0 9 * * 1-5', zone: 'Europe/Berlin' },
        limit: 3,
      },
      '/digest add diffusion OR "world model" when:"cron 0 9 * * 1-5 Europe/Berlin" limit:3',
    ],
  ] as const)('with %s, by a line that sets up the same', async (_, given, line) => {
    const gone = { message: 'The channel is gone.' };
    await open({ services: { placeProblem: async () => gone } });
    await stored({ ...pausedFor(goneReason), ...given });
    expect(await desk.text('/digest check d1')).toContain(line);
    await desk.text(line);
    const [before, after] = await desk.store.subscriptions.all();
    const { queries, schedule, limit } = before ?? {};
    expect(after).toMatchObject({ queries, schedule, limit });
  });

  test('after it was paused for something else is said so too', async () => {
    const gone = { message: 'The channel is gone.', isForGood: true } as const;
    await open({ services: { placeProblem: async () => gone } });
    await stored(pausedFor(lockedReason));
    const told = await desk.text('/digest check d1');
    expect(told).toMatch(instead);
    expect(told).not.toMatch(/by itself|resume/i);
  });

  test('is told apart from one whose server was left', async () => {
    const left = { message: 'I am no longer in that server.', remedy: 'Invite me again.' };
    await open({ services: { placeProblem: async () => left } });
    const text = 'I am no longer in that server. Invite me again, and its digests go on';
    await stored(pausedFor({ kind: 'destination-gone', text }));
    expect(await desk.text('/digest check d1')).toMatch(/what it misses comes once it goes on\./);
  });
});

describe('/digest list', () => {
  test('marks whatever is at a place that is at fault, as /digest check does', async () => {
    const placeProblem: Services['placeProblem'] = async (address) =>
      address === 'terminal:well' ? undefined : locked();
    await open({ services: { placeProblem } });
    await stored({ id: 'd1' });
    await stored({ id: 'd2', address: 'terminal:well' });
    const status = { kind: 'paused', reason: { kind: 'by-user' }, since } as const;
    await stored({ id: 'd3', status });
    const told = await desk.text('/digest list', undefined, { realm: 'terminal:' });
    expect(told.match(/Needs attention: \/digest check (d\d)/g)).toEqual([
      'Needs attention: /digest check d1',
      'Needs attention: /digest check d3',
    ]);
  });

  test('asks for ten places at most, those first that refused a digest', async () => {
    const asked: string[] = [];
    const placeProblem: Services['placeProblem'] = async (address) => {
      asked.push(address);
      return undefined;
    };
    await open({ services: { placeProblem } });
    for (let count = 1; count <= 24; count += 1) {
      const address = `terminal:${Math.ceil(count / 2)}`;
      await stored({ id: `d${count}`, address });
    }
    const refused = { reason: lockedReason, digests: 1 };
    await stored({ id: 'd25', address: 'terminal:refused', refused });
    const told = await desk.text('/digest list', undefined, { realm: 'terminal:' });
    expect(asked).toHaveLength(10);
    expect(asked[0]).toBe('terminal:refused');
    expect(told).not.toMatch(/Needs attention/);
  });
});

test('/digest check says once that a digest is paused, and names it once', async () => {
  await open({ services: { placeProblem: locked } });
  await stored(pausedFor(lockedReason));
  const told = await desk.text('/digest check d1');
  expect(told).toMatch(/Unlock it\. Paused for it\. Nothing is lost: once that is mended, what it/);
  expect(told.match(/paused/gi)).toHaveLength(1);
});

test('a digest of one’s own is named by what it is', async () => {
  await open();
  await desk.text('/papers my follow agents');
  expect(await desk.text('/digest check d1')).toBe(
    'Error: d1 is your personal digest. See /papers my list.',
  );
  expect(await desk.text('/digest check d2')).toMatch(/There is no digest “d2” here/);
});

test('the headline of a place where all is well tells of trouble elsewhere', async () => {
  await open();
  for (const id of ['d8', 'd9']) {
    await stored({ id, address: `terminal:${id}`, ...pausedFor(goneReason) });
  }
  const told = await desk.text('/papers status', undefined, { realm: 'terminal:' });
  expect(told).toMatch(/^All is well here; 2 digests elsewhere need attention: \/digest list\. /);
  expect(told).toMatch(/No digest comes here\. Elsewhere: 2 digests, in \/digest list\./);
});

test('buttons are those of the faults that are shown', async () => {
  await open();
  for (let count = 1; count <= 6; count += 1) {
    const isFilled = count < 6;
    await stored({
      id: `d${count}`,
      ...(isFilled ? { queries: ['topic:gone'] } : pausedFor(lockedReason)),
    });
  }
  const guest = { id: 'terminal:guest', name: 'guest', canManage: false };
  await desk.store.subscriptions.update('d6', (latest) => ({ ...latest, createdBy: guest.id }));
  const told = await desk.text('/papers status', guest);
  expect(told).toMatch(/And 1 more\./);
  expect(told).not.toMatch(/Resume d6/);
});
