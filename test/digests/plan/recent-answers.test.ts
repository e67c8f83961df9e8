import { expect, test } from 'vitest';
import { createArchive } from '../../../src/core/archive.ts';
import { freshMs } from '../../../src/core/plan-digest.ts';
import type { Query, Topic } from '../../../src/core/query/ast.ts';
import { parseQuery } from '../../../src/core/query/parse.ts';
import { createRecentAnswers } from '../../../src/digests/plan/recent-answers.ts';
import { paper, subscription } from '../../fakes/papers.ts';

const now = Date.parse('2026-03-02T09:00:00Z');
const words = ['agents', 'diffusion', 'robots', 'speech', 'kettles'];
const papers = words.flatMap((first, row) =>
  words.map((second, column) =>
    paper(`2603.${row}${column}`, {
      title: `${first} and ${second}`,
      upvotes: 5 * row + column,
      arrivedAt: '2026-03-01T06:00:00.000Z',
    }),
  ),
);
const subscriptions = words
  .flatMap((word, index) => [
    [word],
    [`${word} -speech`],
    [`${word} upvotes>=${5 * index}`],
    [`"${word} and agents"`, 'kettles stars>=3'],
    [`${word} OR upvotes>=20`],
  ])
  .concat([[]])
  .map((queries) => subscription({ queries }));

function open(given = papers) {
  const archive = createArchive(given);
  const giveWay = async () => undefined;
  return { archive, recent: createRecentAnswers({ archive, topics: new Map(), giveWay }) };
}

/** With a topic that tells when its query is looked at by those who match. */
function openWithTopic(onLook: () => void) {
  const archive = createArchive(papers);
  const parsed = parseQuery('agents');
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const node = new Proxy(parsed.value.node, {
    get(target, name) {
      onLook();
      return Reflect.get(target, name);
    },
  });
  const topic = { name: 'agents', title: 'Agents', description: '', query: 'agents' };
  const topics = new Map([['agents', { topic, query: { ...parsed.value, node } }]]);
  const giveWay = async () => undefined;
  return { archive, recent: createRecentAnswers({ archive, topics, giveWay }) };
}

function found(recent: ReturnType<typeof createRecentAnswers>, at = now) {
  return subscriptions.map((each) => {
    const answers = recent.to(each, at);
    if (!answers.ok) throw new Error(answers.problem.message);
    const ids = (some: typeof answers.value.matching) => some.map(({ paper: { id } }) => id);
    return [ids(answers.value.matching), ids(answers.value.missing())];
  });
}

test('what many ask for together is the same as one by one', async () => {
  const together = open().recent;
  await together.gather(subscriptions, now);
  const alone = found(open().recent);
  expect(found(together)).toEqual(alone);
  expect(alone.flat(2).length).toBeGreaterThan(200);
});

test('papers that change and days that pass are noticed', async () => {
  const { archive, recent } = open([]);
  await recent.gather(subscriptions, now);
  expect(found(recent).flat(2)).toEqual([]);
  await archive.apply({ put: papers, removed: [] });
  expect(found(recent)).toEqual(found(open().recent));
  expect(found(recent, now + 30 * 86_400_000).flat(2)).toEqual([]);
});

test('when papers change, what is still waited for is looked for together again', async () => {
  const archive = createArchive(papers);
  let readings = 0;
  const parsed = parseQuery('agents');
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const topic = { name: 'agents', title: 'Agents', description: '', query: 'agents' };
  const topics = new (class extends Map<string, { topic: Topic; query: Query }> {
    override get(name: string) {
      readings += 1;
      return super.get(name);
    }
  })([['agents', { topic, query: parsed.value }]]);
  const giveWay = async () => undefined;
  const recent = createRecentAnswers({ archive, topics, giveWay });
  const [first, ...others] = Array.from({ length: 30 }, (_, upvotes) =>
    subscription({ queries: [`topic:agents upvotes>=${upvotes}`] }),
  );
  if (first === undefined) throw new Error('there is none');
  await recent.gather([first, ...others], now);
  const late = paper('2603.91', {
    title: 'Agents',
    upvotes: 50,
    arrivedAt: '2026-03-01T06:00:00.000Z',
  });
  await archive.apply({ put: [late], removed: [] });
  await recent.gather([first], now);
  const before = readings;
  for (const each of [first, ...others]) {
    const answers = recent.to(each, now);
    expect(answers.ok && answers.value.matching.map(({ paper: { id } }) => id)).toContain(late.id);
  }
  expect(readings).toBe(before);
});

test('a fault in what is looked for ahead holds nobody up, and one in reading does not last', async () => {
  const archive = createArchive(papers);
  let isBroken = false;
  const giveWay = async () => {
    if (!isBroken) return;
    isBroken = false;
    throw new Error('broken');
  };
  const recent = createRecentAnswers({ archive, topics: new Map(), giveWay });
  await recent.gather(subscriptions, now);
  const late = paper('2603.92', { title: 'Agents', arrivedAt: '2026-03-01T06:00:00.000Z' });
  await archive.apply({ put: [late], removed: [] });
  isBroken = true;
  await recent.gather(subscriptions.slice(0, 1), now);
  await archive.apply({ put: [], removed: [late.id] });
  isBroken = true;
  await expect(recent.gather(subscriptions.slice(0, 1), now)).rejects.toThrow('broken');
  await recent.gather(subscriptions.slice(0, 1), now);
  await recent.gather(subscriptions, now);
  expect(found(recent)).toEqual(found(open().recent));
});

test('a query at which matching fails does so for those gathered with it alone', async () => {
  const { archive, recent } = openWithTopic(() => {
    throw new Error('broken');
  });
  const broken = subscription({ queries: ['topic:agents'] });
  await expect(recent.gather([...subscriptions, broken], now)).rejects.toThrow('broken');
  for (const each of ['2603.93', '2603.94']) {
    await archive.apply({ put: [paper(each, { title: 'Agents' })], removed: [] });
    await recent.gather(subscriptions, now);
    await recent.gather(subscriptions.slice(0, 1), now);
  }
});

test('what was gathered and is never asked for is looked for ahead once', async () => {
  let looks = 0;
  const { archive, recent } = openWithTopic(() => {
    looks += 1;
  });
  const unasked = Array.from({ length: 30 }, (_, upvotes) =>
    subscription({ queries: [`topic:agents upvotes>=${upvotes}`] }),
  );
  const looksFor = async (id: string) => {
    await archive.apply({ put: [paper(id, { title: 'Agents' })], removed: [] });
    const before = looks;
    await recent.gather(subscriptions.slice(0, 1), now);
    return looks - before;
  };
  await recent.gather(unasked, now);
  expect(await looksFor('2603.93')).toBeGreaterThan(0);
  expect(await looksFor('2603.94')).toBe(0);
  await recent.gather(unasked, now);
  await recent.gather(subscriptions, now);
  expect(await looksFor('2603.95')).toBe(0);
});

test('a query that cannot be read is said of its subscription alone', async () => {
  const { recent } = open();
  const broken = subscription({ queries: ['topic:gone'] });
  await recent.gather([...subscriptions, broken], now);
  expect(recent.to(broken, now).ok).toBe(false);
  expect(found(recent)).toEqual(found(open().recent));
});

test('a paper is read once, and what was gathered takes no look at any', async () => {
  const many = Array.from({ length: 6_000 }, (_, index) =>
    paper(`2603.${10_000 + index}`, { title: `Kettle ${index}`, abstract: '', upvotes: index % 3 }),
  );
  const archive = createArchive(many);
  let looks = 0;
  let longest = 0;
  let atTurn = 0;
  const prepare: typeof archive.prepare = (each) => {
    looks += 1;
    longest = Math.max(longest, looks - atTurn);
    return archive.prepare(each);
  };
  const giveWay = async () => {
    atTurn = looks;
  };
  const recent = createRecentAnswers({
    archive: { ...archive, prepare },
    topics: new Map(),
    giveWay,
  });
  for (const query of ['kettle', 'kettle upvotes>=1', 'title:kettle OR robots']) {
    const asked = subscription({ queries: [query] });
    await Promise.all([recent.gather([asked], now), recent.gather([asked], now)]);
    atTurn = looks;
    const ranking = recent.ranking(asked, { newsFrom: now - freshMs, now });
    expect(ranking.ok && ranking.value.candidates.length).toBeGreaterThan(0);
  }
  expect(looks).toBe(many.length);
  expect(longest).toBe(1);
});

test('papers that come while others are read are looked at too, and hold nobody up', async () => {
  const archive = createArchive(papers);
  const asked = subscription({ queries: ['anchors'] });
  const late = paper('2603.90', { title: 'Anchors', arrivedAt: '2026-03-01T06:00:00.000Z' });
  let turns = 0;
  const giveWay = async () => {
    turns += 1;
    if (turns === 5) await archive.apply({ put: [late], removed: [] });
  };
  let looks = 0;
  const prepare: typeof archive.prepare = (each) => {
    looks += 1;
    return archive.prepare(each);
  };
  const recent = createRecentAnswers({
    archive: { ...archive, prepare },
    topics: new Map(),
    giveWay,
  });
  await recent.gather([asked], now);
  const before = looks;
  const answers = recent.to(asked, now);
  expect(answers.ok && answers.value.matching.map(({ paper: { id } }) => id)).toEqual([late.id]);
  expect(looks).toBe(before);
});
