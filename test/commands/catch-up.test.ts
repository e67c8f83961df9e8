import { afterEach, describe, expect, test } from 'vitest';
import { isShareable } from '../../src/commands/reply-views.ts';
import { paper, subscription } from '../fakes/papers.ts';
import { type Desk, type DeskOptions, guest, openDesk, owner } from './desk.ts';

let desk: Desk;
afterEach(async () => {
  expect(desk.faults).toEqual([]);
  await desk.close();
});

const open = async (options?: DeskOptions) => (desk = await openDesk(options));

/** One a day up to 2 March 2026, of which the oldest has the most votes. */
const daily = Array.from({ length: 100 }, (_, age) => {
  const featuredOn = new Date(Date.parse('2026-03-02') - age * 86_400_000)
    .toISOString()
    .slice(0, 10);
  const title = `Agents number ${age}`;
  return paper(`2603.${String(age).padStart(5, '0')}`, { title, featuredOn, upvotes: age });
});

describe.each([
  ['/papers my catchup', '/papers my follow agents'],
  ['/digest catchup d1', '/digest add agents'],
])('%s', (line, setUp) => {
  test('shows the best papers of the last week, posted or not, page by page', async () => {
    await open({ papers: daily });
    await desk.text(setUp);
    await desk.at('2026-03-03T08:00:00Z');
    const first = await desk.say(line);
    expect(first.visibility).toBe('private');
    expect(isShareable({ path: line.slice(1).replace(' d1', '').split(' ') }, first)).toBe(true);
    expect(first.view.summary).toMatch(
      /^While you were away: the top 5 of 7 papers from the last week\. Agents number 6 Agents number 5 /,
    );
    const said = await desk.text(`${line} page:2`);
    expect(said).toMatch(
      /6 to 7 of 7 papers from the last week\. 6\. Agents number 1 .*7\. Agents number 0/,
    );
    expect(said).toContain(`Page 2 of 2 Previous ${line} page:1`);
    expect(await desk.text(`${line} page:3`)).toMatch(/There is no page 3: page 2 is the last/);
  });

  test.each([
    ['2w', /the top 5 of 15 papers from the last 2 weeks/],
    ['1m', /the top 5 of 31 papers from the last 30 days/],
    ['90d', /the top 5 of 91 papers from the last 90 days/],
    ['1d', /2 papers from the last day/],
    ['100d', /100 days are too many: a catch-up reaches 90 days back at most\..*(?:since:)?90d/],
    ['0d', /“0d” is not a number of days, weeks or months\..*(?:since:)?1d/],
    ['"2 weeks"', /“2 weeks” is not a number of days.*Did you mean: .*(?:since:)?14d/],
    ['5y', /“5y” is not a number of days.*(?:since:)?90d/],
    ['yesterday', /“yesterday” is not .*(?:since:)?1d/],
    ['"1d OR x"', /“1d OR x” is not a number of days/],
    ['-1d', /is not a number of days/],
  ])('since:%s', async (since, expected) => {
    await open({ papers: daily });
    await desk.text(setUp);
    expect(await desk.text(`${line} since:${since}`)).toMatch(expected);
  });

  test('keeps its span from page to page, and says where nothing matches', async () => {
    await open({ papers: daily });
    await desk.text(setUp);
    expect(await desk.text(`${line} since:2w`)).toMatch(/Next \S.* (?:since:)?14d page:2/);
    await desk.at('2026-03-20T08:00:00Z');
    expect(await desk.text(line)).toMatch(
      /While you were away: no paper of the last week matches\. Last 90 days .* (?:since:)?90d/,
    );
  });
});

test('a personal catch-up needs topics, its own, and counts what its reader likes', async () => {
  const liked = paper('2603.00201', { title: 'Agents in gardens', abstract: 'Gardens and roses.' });
  const alike = paper('2603.00202', {
    title: 'More agents in gardens',
    abstract: 'Gardens, roses.',
  });
  const other = paper('2603.00203', { title: 'Agents at sea', abstract: 'Waves.', upvotes: 1 });
  await open({ papers: [liked, alike, other] });
  expect(await desk.text('/papers my catchup')).toMatch(/You follow no topics yet/);
  await desk.text('/papers my follow agents');
  expect(await desk.text('/papers my catchup', guest)).toMatch(/You follow no topics yet/);
  expect((await desk.say('/papers my catchup')).view.summary).toMatch(/papers? .*Agents at sea/);
  await desk.text('/papers rate 2603.00201 wants:more');
  const { summary } = (await desk.say('/papers my catchup')).view;
  expect(summary.indexOf('More agents in gardens')).toBeLessThan(summary.indexOf('Agents at sea'));
});

test('a digest whose query broke says so', async () => {
  await open();
  await desk.store.subscriptions.put(subscription({ queries: ['topic:gone'] }));
  expect(await desk.text('/digest catchup d1')).toMatch(/There is no topic “gone”/);
});

test('spans are offered while they are typed', async () => {
  await open();
  const invocation = {
    ...{ path: ['papers', 'my', 'catchup'], args: { since: '2' }, actor: owner },
    ...{ address: 'terminal:-', realm: 'terminal:-', personalAddress: 'terminal:me' },
  };
  expect(await desk.complete({ invocation, argument: 'since' })).toEqual([
    { label: '2 weeks', value: '2w' },
  ]);
});
