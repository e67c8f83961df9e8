import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FakeSlack, openFakeSlack } from './fake-slack.ts';
import { LAB, type SampleApp, startSampleApp } from './sample-app.ts';
import { until } from './until.ts';
import type { TeamIds } from './workspace.ts';

describe.each(['socket', 'http'] as const)('real Bolt over %s', (mode) => {
  let slack: FakeSlack;
  let lab: TeamIds;
  let sample: SampleApp;
  const ada = () => lab.users.ada ?? '';
  const papers = () => lab.channels.papers ?? '';

  beforeEach(async () => {
    slack = await openFakeSlack();
    lab = slack.addTeam(LAB);
    sample = await startSampleApp(slack, lab.botToken, mode);
  });
  afterEach(async () => {
    await sample.stop();
    await slack.close();
    expect(slack.violations).toEqual([]);
  });

  const type = (text: string) => slack.command({ user: ada(), channel: papers(), text });

  test('a slash command is acknowledged and answered to one person', async () => {
    const trace = await type('search agents');
    expect(trace.ack?.ms).toBeLessThan(3_000);
    expect(await trace.reply()).toMatchObject({ text: 'You said search agents', viewer: ada() });
    expect(trace.uses()).toBe(1);
    expect(slack.messages(papers())).toEqual([]);
    expect(slack.ephemerals(papers(), ada())).toHaveLength(1);
  });

  test('what is typed comes escaped, with the ids of places and people', async () => {
    const trace = await type(
      'digest add #papers stars > 3 @ben https://arxiv.org/abs/2401.00001?a&b',
    );
    const { text } = await trace.reply();
    expect(text).toBe(
      `You said digest add <#${papers()}|papers> stars &gt; 3 <@${lab.users.ben}|ben> <https://arxiv.org/abs/2401.00001?a&amp;b>`,
    );
  });

  test('a button changes the message it stands in', async () => {
    const reply = await (await type('x')).reply();
    const pressed = await slack.press(reply, 'More');
    expect(await pressed.reply()).toBe(reply);
    expect(reply).toMatchObject({ text: 'Here is more', edits: 1 });
  });

  test('a button shares with everyone', async () => {
    const trace = await type('x');
    await trace.reply();
    await (await slack.press(trace, 'Share here')).reply();
    expect(slack.messages(papers()).map(({ text }) => text)).toEqual(['Shared']);
  });

  test('a modal opens, refuses, and is sent', async () => {
    const view = await (await type('form')).view();
    expect(slack.modalOf(ada())).toBe(view);
    await expect(slack.submitView(view, {})).rejects.toThrow('asks for "Topic"');
    const refused = await slack.submitView(view, { Topic: 'nothing' });
    expect(refused.errors).toEqual({ topic: 'That is no topic.' });
    expect(view.isClosed).toBe(false);
    await slack.submitView(view, { Topic: 'agents' });
    expect(view.isClosed).toBe(true);
    const [dm] = await until(() => slack.dms(ada()).length > 0 && slack.dms(ada()), 'a message');
    expect(dm?.text).toBe('Following agents');
  });

  test('the Home tab is published when it is opened', async () => {
    await slack.openHome(ada());
    const home = await until(() => slack.homeOf(ada()), 'a Home tab');
    expect(home.type).toBe('home');
    await slack.openHome(ada());
    await until(() => home.updates === 1, 'the Home tab once more');
  });

  test('an event is sent again with its number and the same id', async () => {
    const seen: unknown[] = [];
    sample.app.event('channel_archive', async ({ body, context }) => {
      seen.push([body.event_id, context.retryNum]);
    });
    const body = { type: 'channel_archive', channel: papers(), user: ada() };
    const first = await slack.event(body, { team: lab.team });
    await slack.repeat(first, { num: 1, reason: 'timeout' });
    await until(() => seen.length === 2, 'both');
    const { event_id: id } = first.parcel.payload;
    expect(seen[1]).toEqual([id, 1]);
    expect((seen[0] as unknown[])[0]).toBe(id);
  });
});
