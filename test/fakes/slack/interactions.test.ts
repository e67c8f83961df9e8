import { App } from '@slack/bolt';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeSlack, openFakeSlack } from './fake-slack.ts';
import { LAB, quiet, silent } from './sample-app.ts';
import { until } from './until.ts';
import type { TeamIds } from './workspace.ts';

let slack: FakeSlack;
let lab: TeamIds;
let app: App;
let seen: unknown[];

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (text: string, value: string) => ({ text: plain(text), value });
const settings = [
  {
    type: 'input',
    block_id: 'topic',
    label: plain('Topic'),
    element: { type: 'plain_text_input', initial_value: 'agents', min_length: 2, max_length: 9 },
  },
  {
    type: 'input',
    block_id: 'days',
    optional: true,
    label: plain('Days'),
    element: {
      type: 'static_select',
      action_id: 'days',
      options: [option('Weekdays', 'wd'), option('Every day', 'all')],
    },
  },
  {
    type: 'input',
    block_id: 'channel',
    optional: true,
    label: plain('Channel'),
    element: { type: 'conversations_select', action_id: 'channel' },
  },
];
const papers = [1, 2].map((number) => ({
  type: 'section',
  text: plain(`Paper ${number}`),
  accessory: {
    type: 'button',
    action_id: 'details',
    text: plain('Details'),
    accessibility_label: `Details of paper ${number}`,
    value: String(number),
  },
}));
const menu = {
  type: 'actions',
  elements: [{ type: 'overflow', action_id: 'menu', options: [option('Save', 's')] }],
};

beforeEach(async () => {
  slack = await openFakeSlack();
  lab = slack.addTeam(LAB);
  seen = [];
  app = new App({
    token: lab.botToken,
    appToken: slack.appToken,
    socketMode: true,
    clientOptions: { slackApiUrl: slack.apiUrl },
    logger: silent,
  });
  app.action(/./, async ({ ack, action, body }) => {
    await ack();
    const { value, selected_option: chosen } = action as unknown as Record<
      string,
      { value?: string } | undefined
    >;
    seen.push([value ?? chosen?.value, body.type === 'block_actions' && body.container.type]);
  });
  app.view('settings', async ({ ack, view }) => {
    await ack();
    seen.push(view.state.values);
  });
  app.view({ callback_id: 'settings', type: 'view_closed' }, async ({ ack }) => {
    await ack();
    seen.push('closed');
  });
  app.shortcut(/./, async ({ ack, shortcut, client }) => {
    await ack();
    seen.push(shortcut.type === 'message_action' ? shortcut.message.text : shortcut.callback_id);
    await client.views.open({
      trigger_id: shortcut.trigger_id,
      view: {
        type: 'modal',
        callback_id: 'settings',
        title: plain('Settings'),
        submit: plain('Save'),
        notify_on_close: true,
        blocks: settings,
      },
    });
  });
  await app.start();
});
afterEach(async () => {
  await app.stop();
  await slack.close();
  expect(slack.violations).toEqual([]);
});

const ada = () => lab.users.ada ?? '';
const place = () => lab.channels.papers ?? '';

test('one of several buttons of the same name is pressed, by number or by its spoken label', async () => {
  const { client } = app;
  await client.chat.postMessage({
    token: lab.botToken,
    channel: place(),
    text: 'Two papers',
    blocks: [...papers, menu],
    ...quiet,
  });
  const [digest] = slack.messages(place());
  if (digest === undefined) throw new Error('no digest');
  expect(() => slack.press(digest, 'Details')).toThrow('say who presses');
  expect(() => slack.press(digest, 'Delete', ada())).toThrow('there is Details, Details');
  await slack.press(digest, 'Details', ada(), { nth: 1 });
  await slack.press(digest, 'Details of paper 1', lab.users.ben);
  await slack.choose(digest, 'menu', 'Save', ada());
  await until(() => seen.length === 3, 'all of them');
  expect(seen).toEqual([
    ['2', 'message'],
    ['1', 'message'],
    ['s', 'message'],
  ]);
});

test('a button of the Home tab comes with its view', async () => {
  const view = { type: 'home' as const, blocks: papers };
  await app.client.views.publish({ token: lab.botToken, user_id: ada(), view });
  const home = slack.homeOf(ada());
  if (home === undefined) throw new Error('no Home tab');
  const { parcel } = await slack.press(home, 'Details');
  expect(parcel.payload).toMatchObject({ view: { id: home.id, hash: home.hash } });
  expect(parcel.payload).not.toHaveProperty('response_url');
  await until(() => seen.length === 1, 'the button');
});

test('a form keeps what it had, and takes what is filled in by label or id', async () => {
  const trace = await slack.shortcut({ user: ada(), callbackId: 'search' });
  const view = await trace.view();
  expect(seen).toEqual(['search']);
  await expect(slack.submitView(view, { Topic: 'a' })).rejects.toThrow('too short');
  await expect(slack.submitView(view, { Topic: 'far too long' })).rejects.toThrow('too long');
  await expect(slack.submitView(view, { Topic: null })).rejects.toThrow('asks for "Topic"');
  await expect(slack.submitView(view, { Days: 'never' })).rejects.toThrow('none of Weekdays');
  await expect(slack.submitView(view, { Weeks: '1' })).rejects.toThrow('no field "Weeks"');
  await slack.submitView(view, { days: 'Every day', Channel: place() });
  await until(() => seen.length === 2, 'the form');
  const [, values] = seen as [unknown, Record<string, Record<string, unknown>>];
  expect(Object.values(values.topic ?? {})).toEqual([
    { type: 'plain_text_input', value: 'agents' },
  ]);
  expect(values).toMatchObject({
    days: { days: { type: 'static_select', selected_option: { value: 'all' } } },
    channel: { channel: { type: 'conversations_select', selected_conversation: place() } },
  });
});

test('a shortcut on a message brings the message; the modal can be closed', async () => {
  const message = slack.say(ada(), place(), 'See https://arxiv.org/abs/2401.00001 & more');
  const trace = await slack.messageShortcut({ user: ada(), message, callbackId: 'look-up' });
  const view = await trace.view();
  expect(seen).toEqual(['See <https://arxiv.org/abs/2401.00001> &amp; more']);
  await slack.closeView(view);
  await until(() => seen.includes('closed'), 'the closing');
  expect(slack.modalOf(ada())).toBeUndefined();
  await expect(slack.submitView(view)).rejects.toThrow('closed');
});
