import { describe, expect, test } from 'vitest';
import { lab, slackScene, withoutJoining, words } from '../fakes/slack/slack-scene.ts';
import { until } from '../fakes/slack/until.ts';

const slow = 60_000;
const scene = slackScene();

const none = { blocks: [] };

describe.each(['socket', 'http'] as const)('one workspace, %s', (mode) => {
  test('from the Home tab to the digest, its details and a share', { timeout: slow }, async () => {
    const team = scene.slack.addTeam(lab);
    const { user, channel, posts, papers } = scene.at(team);
    await scene.start(mode, team);

    await scene.slack.openHome(user('ben'));
    const home = await until(() => scene.slack.homeOf(user('ben')), 'a Home tab');
    expect(words(home.payload)).toContain('Welcome to Paperround');

    const bare = await scene.slack.command({
      user: user('ben'),
      channel: channel('papers'),
      text: 'digest add',
    });
    const form = await bare.view(1);
    expect(words(form.payload)).toContain('America/New_York');
    await scene.slack.submitView(form, { About: 'titel:diffusion' });
    await until(() => form.updates === 3, 'the form again');
    expect(words(form.payload)).toMatch(/titel.*title:diffusion/s);
    expect(words(form.payload)).toContain('"initial_value":"titel:diffusion"');
    await scene.slack.submitView(form, { About: 'diffusion OR agents', 'Papers per digest': '1' });
    const [told] = await until(() => posts().length > 0 && posts(), 'the announcement');
    expect(told?.text).toMatch(/^<#\w+> · by ben\nDone: Digest d1 is set up/);
    expect(words(form.payload)).toContain('Digest d1 is set up');

    expect((await papers('ben', 'digest send-now d1')).text).toMatch(/Posted 1 paper/);
    const digest = posts()[1];
    expect(digest?.text).toMatch(/Trending papers.*Agents that knit/s);
    expect(digest?.metadata?.event_type).toBe('paper_digest_delivery');

    const pressed = await scene.slack.press(
      digest ?? told!,
      'Details: Agents that knit',
      user('gil'),
    );
    const details = await pressed.view(1);
    expect(words(details.payload)).toMatch(/Agents that knit.*Save.*Similar/s);
    const saving = await scene.slack.press(details, 'Save');
    expect(words((await saving.view(1)).payload)).toMatch(/Saved “Agents that knit”/);
    await scene.slack.press(details, 'Share here');
    await until(() => posts().length === 3, 'what was shared');
    expect(words(posts()[2] ?? none)).toMatch(
      new RegExp(`Agents that knit.*Shared by <@${user('gil')}>`, 's'),
    );
  });

  test('from the Home tab a digest is set up for a channel that is picked there', {
    timeout: slow,
  }, async () => {
    const team = scene.slack.addTeam({ ...lab, scopes: withoutJoining });
    const { user, channel, posts } = scene.at(team);
    await scene.start(mode, team);
    await scene.slack.openHome(user('ben'));
    const home = await until(() => scene.slack.homeOf(user('ben')), 'a Home tab');
    const form = await (await scene.slack.press(home, 'Set up a digest')).view(1);
    await scene.slack.submitView(form, { Channel: channel('secret'), About: 'agents' });
    await until(() => form.updates === 3, 'the form again');
    expect(words(form.payload)).toMatch(/cannot see that channel.*invite/s);
    await scene.slack.submitView(form, { Channel: channel('lobby') });
    await until(() => form.updates === 5, 'the form again');
    expect(words(form.payload)).toMatch(/not in that channel.*invite/s);
    expect(words(form.payload)).toContain(`"initial_conversation":"${channel('lobby')}"`);
    await scene.slack.submitView(form, { Channel: channel('papers') });
    const [told] = await until(() => posts().length > 0 && posts(), 'the announcement');
    expect(told?.text).toMatch(/by ben\n.*Digest d1 is set up.*agents/);
  });

  test('the Home tab has each followed topic as a button', { timeout: slow }, async () => {
    const team = scene.slack.addTeam(lab);
    const { user } = scene.at(team);
    await scene.start(mode, team);
    await scene.slack.openHome(user('ben'));
    const home = await until(() => scene.slack.homeOf(user('ben')), 'a Home tab');
    await scene.slack.press(home, 'Follow Reasoning');
    await until(() => words(home.payload).includes('Unfollow Reasoning'), 'the topic');
    const left = await scene.slack.press(home, 'Unfollow Reasoning');
    expect(words((await left.view(1)).payload)).toMatch(/no longer follow Reasoning.*Undo/s);
    await until(() => words(home.payload).includes('Follow LLM agents'), 'the first topics');
  });

  test('lookups: private, paged in place, shared, and found in a message', {
    timeout: slow,
  }, async () => {
    const team = scene.slack.addTeam(lab);
    const { user, channel, posts, papers } = scene.at(team);
    await scene.start(mode, team);
    const list = await papers('ben', 'trending', 'lobby');
    expect(list.viewer).toBe(user('ben'));
    const next = await scene.slack.press(list, 'Next');
    expect(await next.reply()).toBe(list);
    expect(list.text).toMatch(/A note on topic 4/);
    await (await scene.slack.press(list, 'Share here')).reply();
    expect(posts('lobby').map(({ text }) => text)).toEqual([expect.stringMatching(/topic 4/)]);
    expect((await papers('gil', 'Serach “knit”')).text).toMatch(/no command.*search/is);

    const said = scene.slack.say(
      user('ada'),
      channel('papers'),
      'see https://arxiv.org/abs/2603.00001v2 and 2603.00002',
    );
    const looked = await scene.slack.messageShortcut({
      user: user('ben'),
      message: said,
      callbackId: 'look-up-papers',
    });
    expect(words((await looked.view(1)).payload)).toMatch(/kettles.*knit/s);
    const searching = await scene.slack.shortcut({
      user: user('ben'),
      callbackId: 'search-papers',
    });
    const search = await searching.view();
    await scene.slack.submitView(search, { 'Search for': 'title:"knit"' });
    await until(() => search.updates === 2, 'what was found');
    expect(words(search.payload)).toMatch(/1 paper matches.*Agents that knit/s);
  });
});

test('all that the details of a paper offer, and a form that edits', {
  timeout: slow,
}, async () => {
  const team = scene.slack.addTeam(lab);
  const { papers } = scene.at(team);
  await scene.start('socket', team);
  const list = await papers('ben', 'search knit');
  const details = await (await scene.slack.press(list, 'Details: Agents that knit')).view(1);
  for (const [button, said] of [
    ['Similar', /Similar to|similar/],
    ['Why', /Agents that knit/],
    ['More like this', /more like/i],
    ['Less like this', /less like/i],
  ] as const) {
    const pressed = await scene.slack.press(details, button);
    const view = await pressed.view(1);
    expect(words(view.payload), button).toMatch(said);
    await scene.slack.closeView(view);
  }
  await papers('ben', 'digest add agents');
  const edit = await scene.slack.command({
    user: team.users.ben ?? '',
    channel: team.channels.papers ?? '',
    text: 'digest edit d1',
  });
  const form = await edit.view(1);
  await scene.slack.submitView(form, { 'Local time': '7:30pm', 'Papers per digest': '3' });
  await until(() => form.updates === 3, 'the answer');
  expect(words(form.payload)).toMatch(/Weekdays at 19:30 New York time.*up to 3 papers/s);
});

test('a digest too long for one message goes on in its thread', { timeout: slow }, async () => {
  const summary = 'A sentence on kettles that goes on & on for a while. '.repeat(12);
  const titles = Array.from({ length: 25 }, (_, number) => `Kettle number ${number} boils`);
  for (const [number, title] of titles.entries()) {
    scene.entries.push({ id: `2603.001${10 + number}`, title, upvotes: number, summary });
  }
  const team = scene.slack.addTeam(lab);
  const { papers, digests } = scene.at(team);
  await scene.start('socket', team);
  await papers('ada', 'digest add title:boils limit:25');
  expect((await papers('ada', 'digest send-now d1')).text).toMatch(/Posted 25 papers/);
  const [first, ...parts] = digests();
  expect(first?.threadTs).toBeUndefined();
  expect(parts.length).toBeGreaterThan(0);
  expect(parts.map(({ threadTs }) => threadTs)).toEqual(parts.map(() => first?.ts));
  const shown = words({ blocks: digests().map(({ blocks }) => blocks) });
  const found = titles.map((title) => shown.split(`|${title}>`).length - 1);
  expect(found).toEqual(titles.map(() => 1));
});

test('what Slack refuses to show is said in words', { timeout: slow }, async () => {
  const team = scene.slack.addTeam(lab);
  const { papers } = scene.at(team);
  await scene.start('socket', team);
  scene.slack.failNext('views.open', { error: 'internal_error', times: 2 });
  expect((await papers('ben', 'digest add')).text).toMatch(/could not show the answer/);
  expect((await papers('ben', 'digest list')).text).toMatch(/no digest here/);
  scene.slack.failNext('response_url', { status: 500 });
  const trace = await scene.slack.command({
    user: team.users.ben ?? '',
    channel: team.channels.papers ?? '',
    text: 'trending',
  });
  expect((await trace.reply()).text).toMatch(/could not show the answer/);
  scene.slack.socketDisconnect({ reason: 'refresh_requested' });
  await until(() => scene.slack.socketCounts().accepted === 2, 'a new connection');
  expect((await papers('ben', 'trending')).text).toMatch(/Agents that knit/);
});

/** Slack's clock for signatures counts seconds: a request repeated later is signed anew. */
async function nextSecond(): Promise<void> {
  const now = Math.floor(Date.now() / 1_000);
  await until(() => Math.floor(Date.now() / 1_000) > now, 'the next second');
}

describe('requests that are not Slack’s', () => {
  test('bad, stale, missing and replayed signatures are refused', { timeout: slow }, async () => {
    const team = scene.slack.addTeam(lab);
    const { user, channel, papers } = scene.at(team);
    await scene.start('http', team);
    for (const signature of ['bad', 'stale', 'missing'] as const) {
      const trace = await scene.slack.command({
        user: user('ada'),
        channel: channel('papers'),
        text: 'digest add x',
        signature,
      });
      expect(trace.ack?.status).toBe(401);
    }
    const trace = await scene.slack.command({
      user: user('ada'),
      channel: channel('papers'),
      text: 'digest add x',
    });
    await trace.reply();
    expect(await scene.slack.replay(trace)).toBe(401);
    await nextSecond();
    const repeated = await scene.slack.repeat(trace);
    expect(repeated.ack?.status).toBe(200);
    expect((await papers('ada', 'digest list')).text).toMatch(/is 1 digest/);
  });
});
