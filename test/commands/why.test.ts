import { afterEach, describe, expect, test } from 'vitest';
import { containerLayout } from '../../src/platforms/discord/render/container-layout.ts';
import { renderReply } from '../../src/platforms/slack/render/render.ts';
import { paper, subscription } from '../fakes/papers.ts';
import { type Desk, type DeskOptions, guest, openDesk } from './desk.ts';

const agents = paper('2603.00007', {
  title: 'Agents that knit',
  upvotes: 17,
  arrivedAt: '2026-03-02T18:00:00.000Z',
  sightings: [{ feed: 'hugging-face', seenAt: '2026-03-02T18:00:00.000Z' }],
});
const rival = { ...agents, id: 'arxiv:2603.00008', title: 'Agents that sew', upvotes: 90 };
const monday = '2026-03-02T19:00:00Z';
const tuesday = '2026-03-03T08:00:00Z';
const wednesday = '2026-03-04T08:00:00Z';

let desk: Desk;
afterEach(async () => {
  expect(desk.faults).toEqual([]);
  await desk.close();
});

const open = async (options?: DeskOptions) => (desk = await openDesk(options));

/** What is said of each digest, after what is said of the paper. */
async function why(actor?: typeof guest): Promise<string> {
  const said = await desk.text('/papers why 2603.00007', actor);
  return said.replace(/^.* by now\. /, '').replace(/ Details .*$/, '');
}

describe('why a paper was posted or not', () => {
  test('says when it was seen, at which feed, on the list of which day, and when that was complete', async () => {
    await open();
    await desk.arrive({
      ...agents,
      featuredOn: '2026-03-03',
      arrivedAt: '2026-03-03T05:00:00.000Z',
    });
    await desk.at('2026-03-03T06:00:00Z');
    expect(await desk.text('/papers why 2603.00007')).toMatch(
      /First seen Tue 3 Mar 2026, 06:00 \(Berlin\), at Hugging Face Papers, on the list of Tue 3 Mar\. That list is still growing: as things stand it is complete Tue 3 Mar 2026, 08:00 \(Berlin\)\. ▲17 by now\. No digest comes here/,
    );
    await desk.text('/digest add agents');
    expect(await why()).toMatch(
      /d1: waits until the list of its day is complete, and then for the digest of Tue 3 Mar 2026, 09:00 \(Berlin\) • matches: title has "Agents"/,
    );
    await desk.at('2026-03-03T07:30:00Z');
    expect(await desk.text('/papers why 2603.00007')).toMatch(
      /; that list was complete Tue 3 Mar 2026, 08:00 \(Berlin\)\./,
    );
  });

  test('links to where it was posted', async () => {
    const linkOf = (address: string, id: string) => `https://chat.example/${address}/${id}`;
    await open({ services: { linkOf } });
    await desk.text('/digest add agents');
    await desk.arrive(agents);
    await desk.at(monday);
    expect(await why()).toBe(
      'd1: comes with the next digest, Tue 3 Mar 2026, 09:00 (Berlin), as things stand • matches: title has "Agents"',
    );
    desk.platform.outcomes.push({ kind: 'sent', externalId: 'm1' });
    await desk.at(tuesday);
    expect(await why()).toMatch(
      /^d1: posted Tue 3 Mar 2026, 09:00 \(Berlin\) \(see it.*https:\/\/chat\.example\/terminal:-\/m1/,
    );
  });

  test('tells under which bar it was at what hour, and that it passed', async () => {
    await open();
    await desk.text('/digest add agents upvotes>=25');
    await desk.arrive(agents);
    await desk.at(tuesday);
    const missed = 'Tue 3 Mar 2026, 09:00 (Berlin): needs 25 upvotes, had 17';
    expect(await why()).toBe(
      `d1: not posted: it does not match (needs 25 upvotes, has 17) • ${missed} agents upvotes>=25 ^^^^^^^^^^^`,
    );
    await desk.arrive({ ...agents, upvotes: 31 });
    await desk.at(wednesday);
    expect(await why()).toBe(
      `d1: posted Wed 4 Mar 2026, 09:00 (Berlin) • ${missed} • matches: title has "Agents"; has 31 upvotes`,
    );
  });

  test('names the word that blocks it, under the query', async () => {
    await open();
    await desk.text('/digest add agents -knit');
    await desk.arrive(agents);
    expect(await why()).toBe(
      'd1: not posted: it does not match (blocked by -knit (title has "knit")) agents -knit ^^^^^',
    );
  });

  test('names the digest that posted it before', async () => {
    await open();
    await desk.text('/digest add knit when:"daily 08:00"');
    await desk.text('/digest add agents');
    await desk.arrive(agents);
    await desk.at('2026-03-03T07:00:00Z');
    expect(await why()).toMatch(
      /d2: not posted: a paper comes once to a place, and digest d1 has it: posted Tue 3 Mar 2026, 08:00/,
    );
    await desk.store.deliveries.forget('terminal:-');
    const posted = [{ address: 'terminal:-', papers: [agents.id] }];
    await desk.store.deliveries.remember(posted);
    expect(await why()).toMatch(/d2: not posted: it was posted here before, too long ago to tell/);
  });

  test('says that it does not match where another digest posted what this one never wanted', async () => {
    await open();
    await desk.text('/digest add knit when:"daily 08:00"');
    await desk.text('/digest add diffusion');
    await desk.arrive(agents);
    await desk.at('2026-03-03T07:00:00Z');
    expect(await why()).toMatch(/d1: posted .*d2: not posted: it does not match/);
  });

  test('tells that it is, or was, past the limit', async () => {
    await open();
    await desk.text('/digest add agents limit:1');
    await desk.arrive(agents, rival);
    await desk.at(monday);
    expect(await why()).toMatch(
      /d1: not in the next digest, Tue 3 Mar 2026, 09:00 \(Berlin\), as things stand: matches, but is number 2/,
    );
    await desk.at(tuesday);
    expect(await why()).toMatch(
      /d1: not posted: it was number 2 of the digest of Tue 3 Mar 2026, 09:00 \(Berlin\), past its limit/,
    );
  });

  test('tells that no message could be made of it', async () => {
    await open();
    await desk.text('/digest add agents limit:1');
    await desk.arrive(agents, rival);
    await desk.at(tuesday);
    const [row] = await desk.store.deliveries.all();
    if (row !== undefined) await desk.store.deliveries.put({ ...row, unrendered: [agents.id] });
    expect(await why()).toMatch(
      /d1: not posted: no message could be made of it, through a fault of mine, for the digest of Tue 3 Mar 2026, 09:00/,
    );
  });

  test.each([
    [
      { kind: 'uncertain', detail: 'no answer' },
      /perhaps posted Tue.*09:00.*being looked for: no answer/,
    ],
    [
      { kind: 'retry', afterMs: 60_000, detail: 'busy' },
      /could not be posted yet: busy; tried again Tue.*09:01/,
    ],
    [
      {
        kind: 'rejected',
        pause: { kind: 'not-permitted', text: 'I may not write.' },
        detail: 'code 50013',
      },
      /d1: waits for the next digest \(Paused: I may not write\.\) • Tue.*09:00 \(Berlin\): could not be posted: I may not write/,
    ],
  ] as const)('tells what keeps a message: %j', async (outcome, expected) => {
    await open();
    await desk.text('/digest add agents');
    await desk.arrive(agents);
    desk.platform.outcomes.push(outcome);
    await desk.at(tuesday);
    expect(await why()).toMatch(expected);
  });

  test('tells that a message is held as uncertain', async () => {
    await open({ uncertainPolicy: 'hold' });
    await desk.text('/digest add agents');
    await desk.arrive(agents);
    desk.platform.outcomes.push({ kind: 'uncertain', detail: 'no answer' });
    await desk.at(tuesday);
    await desk.at('2026-03-03T08:05:00Z');
    expect(await why()).toMatch(/perhaps posted Tue.*, and not sent again: /);
  });

  test.each([
    [
      'it came before',
      { since: '2026-03-02T20:00:00.000Z', createdAt: '2026-03-02T20:00:00.000Z' },
      /it came before this digest was set up/,
    ],
    [
      'its query came after',
      { since: '2026-03-02T20:00:00.000Z' },
      /it came before this digest got its query/,
    ],
    [
      'it passed too late',
      { consideredUntil: '2026-03-06T09:00:00.000Z' },
      /passed only when it was more than a week old/,
    ],
    [
      'nothing could be posted for weeks',
      { consideredUntil: '2026-03-02T09:00:00.000Z' },
      /came more than two weeks before/,
    ],
    ['a query broke', { queries: ['topic:gone'] }, /d1: There is no topic “gone”/],
  ])('tells that %s', async (_, given, expected) => {
    await open();
    await desk.store.subscriptions.put(subscription({ queries: ['agents'], ...given }));
    await desk.arrive(agents);
    // Nothing is delivered: the clock moves on alone.
    await desk.store.subscriptions.update('d1', (current) => ({
      ...current,
      settledUntil: '2026-03-30T00:00:00.000Z',
    }));
    await desk.at('2026-03-20T12:00:00Z');
    expect(await why()).toMatch(expected);
  });

  test('shows of a place with many digests those that have to do with it', async () => {
    await open();
    for (let count = 1; count <= 12; count += 1) await desk.text(`/digest add word${count}`);
    await desk.text('/digest add agents');
    await desk.arrive(agents);
    await desk.at(monday);
    const said = await why();
    expect(said).toMatch(/^d13: comes with the next digest/);
    expect(said).toMatch(/5 more digests of this place would not fit here\.$/);
  });

  test('is about the place and the asker alone', async () => {
    await open();
    await desk.text('/papers my follow agents');
    const elsewhere = subscription({ id: 'd9', address: 'terminal:other', queries: ['agents'] });
    await desk.store.subscriptions.put(elsewhere);
    await desk.arrive(agents);
    await desk.at(monday);
    expect(await why()).toMatch(/^Your digest: comes with the next digest/);
    expect(await why()).not.toMatch(/d9/);
    expect(await why(guest)).toBe('No digest comes here, so nothing was decided about it.');
  });
});

test('a feed that is not read any more is still named as people call it', async () => {
  const seenAt = agents.arrivedAt;
  await open();
  await desk.arrive({
    ...agents,
    sightings: ['arxiv', 'hugging-face'].map((feed) => ({ feed, seenAt })),
  });
  expect(await desk.text('/papers why 2603.00007')).toMatch(/, at arXiv and Hugging Face Papers, /);
});

describe('words', () => {
  const knitting = { ...agents, id: 'arxiv:2603.00009', title: 'Why agents that knit win' };

  test.each(['/papers why', '/papers show'])(
    'that fit several papers equally well are asked about: %s',
    async (command) => {
      await open();
      await desk.arrive(agents, rival, knitting);
      expect(await desk.text(`${command} agents that`)).toBe(
        `Error: “agents that” fits several papers. Name one by its id: 2603.00008 (“Agents that sew”), 2603.00007 (“Agents that knit”). Did you mean: ${command} 2603.00008`,
      );
      await desk.arrive(
        ...['1', '2', '3'].map((id) => ({ ...rival, id, title: `${rival.title} ${id}` })),
      );
      expect(await desk.text(`${command} agents`)).toMatch(
        /\(“[^”]*”\), or see them all: \/papers search title:agents\*/,
      );
    },
  );

  test.each([
    ['/papers why', /^Agents that knit ─+ First seen/],
    ['/papers show', /^Agents that knit /],
  ])('that fit one paper best give that one, and name the others: %s', async (command, told) => {
    await open();
    await desk.arrive(agents, rival, knitting);
    for (const words of ['agents that knit', 'Agents that kni']) {
      const said = await desk.text(`${command} ${words}`);
      expect(said).toMatch(told);
      expect(said).toMatch(/The words fit 2603\.00009 \(“Why agents that knit win”\) too\. /);
    }
    expect(await desk.text(`${command} that win`)).not.toMatch(/The words fit/);
    expect(await desk.text(`${command} ***`)).toMatch(/“\*\*\*”/);
  });

  test('of which the title has not all are looked for in the rest of a paper', async () => {
    await open();
    const yarn = { ...agents, abstract: 'All about yarn.' };
    await desk.arrive(yarn, rival);
    expect(await desk.text('/papers show agents yarn')).toMatch(/^Agents that knit /);
    await desk.arrive({ ...rival, abstract: 'All about yarn.' });
    expect(await desk.text('/papers show agents yarn')).toMatch(/fits several papers/);
  });
});

describe('a paper that no feed has listed', () => {
  test('is not said to be missing since a time where nothing was ever read', async () => {
    await open({
      papers: [agents],
      services: { feedStatus: () => [{ id: 'hugging-face', feed: 'Hugging Face' }] },
    });
    expect(await desk.text('/papers why nonexistent')).toMatch(
      /called “nonexistent”, and I have not read any paper yet, so no digest could have it\./,
    );
  });

  test('is said to be none, with what is read since when, and where to look', async () => {
    await open();
    expect(await desk.text('/papers why 2401.99999')).toMatch(
      /No feed that I read has listed 2401\.99999, and I have not read any paper yet, so no digest could have it\./,
    );
    await desk.arrive(agents, { ...rival, arrivedAt: '2026-03-01T05:00:00.000Z' });
    const byId = await desk.say('/papers why https://arxiv.org/pdf/2401.99999v2');
    expect(byId.ok).toBe(true);
    expect(await desk.text('/papers why https://arxiv.org/pdf/2401.99999v2')).toMatch(
      /No feed that I read has listed 2401\.99999 since I began to read, on Sun 1 Mar, so no digest could have it\. I read Hugging Face\. Look at Hugging Face <https:\/\/huggingface\.co\/papers\/2401\.99999> whether it is listed by now, and at arXiv <https:\/\/arxiv\.org\/abs\/2401\.99999> for the paper\./,
    );
    const discord = JSON.stringify(containerLayout(byId.view).container);
    expect(discord).toContain('[arXiv](https://arxiv.org/abs/2401.99999)');
    const slack = JSON.stringify(renderReply(byId).blocks);
    expect(slack).toContain('<https://arxiv.org/abs/2401.99999|arXiv>');
    expect(await desk.text('/papers why kettles of doom')).toMatch(
      /has listed a paper called “kettles of doom” since .* Search the whole Hub \/papers search kettles of doom hub:yes/,
    );
  });

  test('may be one that could not be read', async () => {
    const feedStatus = () => [
      { id: 'x', feed: 'A feed', problem: 'no answer' },
      { id: 'y', feed: 'B feed' },
    ];
    await open({ services: { feedStatus } });
    expect(await desk.text('/papers why 2401.99999')).toMatch(
      /I read A feed and B feed\. The last try to read A feed failed: \/papers status tells more\./,
    );
  });
});
