import { App, HTTPReceiver, type Logger, LogLevel } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import type { FakeSlack } from './fake-slack.ts';
import type { NewTeam } from './workspace.ts';

const nothing = () => undefined;

/** For clients whose complaints are part of the test. */
export const silent: Logger = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  getLevel: () => LogLevel.ERROR,
  setName: nothing,
};

export const LAB: NewTeam = {
  name: 'lab',
  users: [
    { name: 'ada', admin: true },
    { name: 'ben', tz: 'America/New_York' },
    { name: 'gil', guest: true },
  ],
  channels: [
    { name: 'papers' },
    { name: 'secret', private: true, members: ['ada'] },
    { name: 'lobby', members: ['ada', 'ben'] },
    { name: 'attic', archived: true },
  ],
};

export interface SampleApp {
  readonly app: App;
  /** Stops the app. */
  stop(): Promise<unknown>;
}

/** A real Bolt app with a few listeners, connected to the fake. */
export async function startSampleApp(
  slack: FakeSlack,
  token: string,
  mode: 'socket' | 'http' = 'socket',
): Promise<SampleApp> {
  const clientOptions = { slackApiUrl: slack.apiUrl };
  const common = { token, clientOptions, logger: silent };
  const receiver = new HTTPReceiver({
    signingSecret: slack.signingSecret,
    logger: silent,
  });
  const app =
    mode === 'socket'
      ? new App({ ...common, appToken: slack.appToken, socketMode: true })
      : new App({ ...common, receiver });
  listen(app);
  if (mode === 'socket') await app.start();
  else {
    const server = await receiver.start({ port: 0, host: '127.0.0.1' });
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    await slack.useHttp(`http://127.0.0.1:${port}/slack/events`);
  }
  return { app, stop: () => app.stop() };
}

function listen(app: App): void {
  app.command('/papers', async ({ ack, respond, command, client }) => {
    await ack();
    if (command.text === 'form') {
      await client.views.open({ trigger_id: command.trigger_id, view: form('Loading…') });
      return;
    }
    await respond({ text: `You said ${command.text}`, blocks: buttons });
  });
  app.action('more', async ({ ack, respond }) => {
    await ack();
    await respond({ text: 'Here is more', replace_original: true });
  });
  app.action('share', async ({ ack, respond }) => {
    await ack();
    await respond({
      text: 'Shared',
      response_type: 'in_channel',
      replace_original: false,
      unfurl_links: false,
      unfurl_media: false,
    });
  });
  app.view('form', async ({ ack, view, client, body }) => {
    const topic = view.state.values.topic?.topic?.value ?? '';
    if (topic === 'nothing') {
      await ack({ response_action: 'errors', errors: { topic: 'That is no topic.' } });
      return;
    }
    await ack();
    await client.chat.postMessage({ channel: body.user.id, text: `Following ${topic}`, ...quiet });
  });
  app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: buttons } });
  });
}

export const quiet = { unfurl_links: false, unfurl_media: false } as const;

export const buttons = [
  {
    type: 'actions',
    elements: [button('more', 'More'), button('share', 'Share here')],
  },
];

function button(id: string, words: string) {
  return { type: 'button', action_id: id, text: { type: 'plain_text', text: words } };
}

export function form(title: string) {
  return {
    type: 'modal' as const,
    callback_id: 'form',
    title: { type: 'plain_text' as const, text: title },
    submit: { type: 'plain_text' as const, text: 'Save' },
    blocks: [
      {
        type: 'input',
        block_id: 'topic',
        label: { type: 'plain_text', text: 'Topic' },
        element: { type: 'plain_text_input', action_id: 'topic', max_length: 50 },
      },
    ],
  };
}

/** A client that tries once, as digests are posted. */
export function singleShot(slack: FakeSlack, token: string, timeout = 1_000): WebClient {
  return new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout,
    logger: silent,
  });
}
