import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FakeSlack, openFakeSlack } from './fake-slack.ts';
import { buttons, form, LAB, quiet, type SampleApp, silent, singleShot } from './sample-app.ts';
import { until } from './until.ts';
import type { TeamIds } from './workspace.ts';

describe('a call that is wrong', () => {
  let slack: FakeSlack;
  let lab: TeamIds;
  let client: WebClient;
  beforeEach(async () => {
    slack = await openFakeSlack();
    lab = slack.addTeam(LAB);
    client = singleShot(slack, lab.botToken);
  });
  afterEach(() => slack.close());
  const channel = () => lab.channels.papers ?? '';

  async function wrong(call: () => Promise<unknown>): Promise<string[]> {
    await call().catch(() => undefined);
    return slack.violations;
  }

  test.each<[string, (text: Record<string, unknown>) => Record<string, unknown>, RegExp]>([
    ['no text', () => ({ ...quiet, blocks: buttons }), /text is missing/],
    [
      'text too long',
      () => ({ ...quiet, text: 'x'.repeat(4_001) }),
      /4001 characters, at most 4000/,
    ],
    ['unfurl_links', () => ({ text: 'x', unfurl_media: false }), /unfurl_links is missing/],
    ['unfurl_media', () => ({ ...quiet, text: 'x', unfurl_media: true }), /unfurl_media: true/],
    ['a ping', () => ({ ...quiet, text: 'Hi <!channel>' }), /calls people by <!channel>/],
    ['an odd argument', () => ({ ...quiet, text: 'x', as_usr: 1 }), /unknown argument as_usr/],
    ['no blocks', () => ({ ...quiet, text: 'x', blocks: [{ type: 'box' }] }), /a box cannot stand/],
    ['no JSON', () => ({ ...quiet, text: 'x', blocks: '[{' }), /an argument is not JSON/],
  ])('message: %s', async (_, more, problem) => {
    const call = () => client.apiCall('chat.postMessage', { channel: channel(), ...more({}) });
    expect(await wrong(call)).toEqual(expect.arrayContaining([expect.stringMatching(problem)]));
  });

  test('blocks that are too much are refused', async () => {
    const section = { type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(2_500) } };
    const blocks = Array.from({ length: 5 }, () => section);
    await expect(
      client.chat.postMessage({ channel: channel(), text: 'x', blocks, ...quiet }),
    ).rejects.toMatchObject({ data: { error: 'msg_blocks_too_long' } });
    expect(slack.violations[0]).toContain('12500 characters of text over all blocks');
  });

  test('an unknown method', async () => {
    expect(await wrong(() => client.apiCall('chat.shout'))).toEqual(['chat.shout: unknown method']);
  });

  test('a body that is no form', async () => {
    await fetch(`${slack.apiUrl}auth.test`, {
      method: 'POST',
      headers: { authorization: `Bearer ${lab.botToken}`, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(slack.violations[0]).toContain('is application/json, not a form');
  });

  test('a scope that was not granted', async () => {
    const poor = slack.addTeam({ ...LAB, name: 'poor', scopes: ['commands'] });
    const call = singleShot(slack, poor.botToken).users.info({ user: poor.users.ada ?? '' });
    await expect(call).rejects.toMatchObject({ data: { needed: 'users:read' } });
    expect(slack.violations).toEqual(['users.info: the token has no scope users:read']);
  });

  test('no token, and the wrong kind', async () => {
    await wrong(() =>
      new WebClient(undefined, { slackApiUrl: slack.apiUrl, logger: silent }).auth.test(),
    );
    await wrong(() => singleShot(slack, slack.appToken).users.info({ user: 'U1' }));
    expect(slack.violations).toEqual([
      'auth.test: called without a token',
      'users.info: called with the wrong kind of token',
    ]);
  });

  test('a page that Slack does not have', async () => {
    await fetch(new URL('/elsewhere', slack.apiUrl));
    expect(slack.violations).toEqual(['GET /elsewhere: no such page']);
  });
});

describe('an app that is wrong', () => {
  let slack: FakeSlack;
  let lab: TeamIds;
  let sample: SampleApp | undefined;
  beforeEach(async () => {
    slack = await openFakeSlack({ ackDeadlineMs: 800, triggerLifeMs: 800 });
    lab = slack.addTeam(LAB);
  });
  afterEach(async () => {
    await sample?.stop();
    await slack.close();
  });

  async function appWith(listen: (app: App) => void): Promise<void> {
    const app = new App({
      token: lab.botToken,
      appToken: slack.appToken,
      socketMode: true,
      clientOptions: { slackApiUrl: slack.apiUrl },
      logger: silent,
    });
    app.error(async () => undefined);
    listen(app);
    await app.start();
    sample = { app, stop: () => app.stop() };
  }

  const type = (text = 'x') =>
    slack.command({ user: lab.users.ada ?? '', channel: lab.channels.papers ?? '', text });

  test('acknowledges late, or never', async () => {
    await appWith((app) =>
      app.command('/papers', async ({ ack }) => {
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        await ack('Late');
      }),
    );
    const trace = await type();
    expect(trace.ack).toBeUndefined();
    expect(slack.violations).toEqual(['/papers x: not acknowledged within 800 ms']);
    await until(() => trace.ack, 'the late one');
  });

  test('uses a trigger too late, or twice', async () => {
    const errors: unknown[] = [];
    await appWith((app) =>
      app.command('/papers', async ({ ack, command, client }) => {
        await ack();
        if (command.text === 'late') await new Promise((resolve) => setTimeout(resolve, 1_000));
        const open = () => client.views.open({ trigger_id: command.trigger_id, view: form('x') });
        await open().catch((error) => errors.push(error.data.error));
        await open().catch((error) => errors.push(error.data.error));
      }),
    );
    await (await type('twice')).view();
    await until(() => errors.length === 1, 'the second call');
    await type('late');
    await until(() => errors.length === 3, 'both calls');
    expect(errors).toEqual(['exchanged_trigger_id', 'expired_trigger_id', 'expired_trigger_id']);
    expect(slack.violations).toHaveLength(3);
  });

  test('answers more than five times', async () => {
    let isDone = false;
    await appWith((app) =>
      app.command('/papers', async ({ ack, respond }) => {
        await ack();
        for (let count = 0; count < 6; count += 1) await respond('again').catch(() => undefined);
        isDone = true;
      }),
    );
    const trace = await type();
    await until(() => isDone, 'six answers');
    expect(trace.shown).toHaveLength(5);
    expect(slack.violations).toEqual([expect.stringMatching(/^response_url: 6 uses/)]);
  });

  test('leaves open what happens to the message of a button, or makes public what is not', async () => {
    await appWith((app) => {
      app.command('/papers', ({ ack }) => ack({ text: 'Choose', blocks: buttons }));
      app.action('more', async ({ ack, respond }) => {
        await ack();
        await respond('More');
      });
      app.action('share', async ({ ack, respond }) => {
        await ack();
        await respond({
          ...quiet,
          text: 'All',
          response_type: 'in_channel',
          replace_original: true,
        });
      });
    });
    const trace = await type();
    const message = await trace.reply();
    await (await slack.press(message, 'More')).reply();
    await (await slack.press(message, 'Share here')).reply();
    expect(slack.violations).toEqual([
      'response_url of a button: says neither replace_original nor delete_original',
      'response: an ephemeral message cannot become a public one',
    ]);
  });

  test('shows a form that Slack refuses, and errors for no field', async () => {
    await appWith((app) => {
      app.command('/papers', async ({ ack, client, command }) => {
        await ack();
        const title = command.text === 'long' ? 'A title that is far too long for it' : 'Fine';
        await client.views.open({ trigger_id: command.trigger_id, view: form(title) });
      });
      app.view('form', ({ ack }) => ack({ response_action: 'errors', errors: { other: 'No.' } }));
    });
    await type('long');
    await until(() => slack.violations.length === 1, 'the refusal');
    const view = await (await type('fine')).view();
    await slack.submitView(view, { topic: 'agents' });
    expect(slack.violations).toEqual([
      'view: title.text: 35 characters, at most 24',
      'view_submission: an error for other, which is no input',
    ]);
  });

  test('piles up modals', async () => {
    await appWith((app) => {
      app.command('/papers', async ({ ack, client, command }) => {
        await ack();
        await client.views.open({ trigger_id: command.trigger_id, view: form('First') });
      });
      app.view('form', ({ ack }) => ack({ response_action: 'push', view: form('Next') }));
    });
    let view = await (await type()).view();
    for (let count = 0; count < 3; count += 1) {
      await slack.submitView(view, { topic: 'x' });
      view = slack.modalOf(view.user) ?? view;
    }
    expect(slack.violations).toEqual(['view_submission: three modals are open already']);
  });

  test('speaks of a hash that no view ever had', async () => {
    await appWith((app) =>
      app.command('/papers', async ({ ack, client, command }) => {
        await ack();
        const { view } = await client.views.open({
          trigger_id: command.trigger_id,
          view: form('x'),
        });
        const view_id = view?.id ?? '';
        await client.views.update({ view_id, view: form('y'), hash: 'mine' });
      }),
    );
    await type();
    await until(() => slack.violations.length === 1, 'the violation');
    expect(slack.violations[0]).toContain('mine is no hash of a view');
  });

  test('answers with an error page, and does not know Slack', async () => {
    const server = createServer((_, response) => response.writeHead(500).end()).listen(0);
    const { port } = server.address() as AddressInfo;
    await slack.useHttp(`http://127.0.0.1:${port}`);
    const { ack } = await type();
    expect(ack?.status).toBe(500);
    expect(slack.violations).toEqual([
      'url_verification: answered with 500 and no challenge',
      '/papers x: answered with 500',
    ]);
    server.close();
  });
});
