import { App, HTTPReceiver, type Installation, SocketModeReceiver } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FakeSlack, openFakeSlack } from './fake-slack.ts';
import { LAB, type SampleApp, silent, startSampleApp } from './sample-app.ts';
import { sign } from './signed-http.ts';
import { until } from './until.ts';
import type { TeamIds } from './workspace.ts';

let slack: FakeSlack;
let lab: TeamIds;
let sample: SampleApp | undefined;
beforeEach(async () => {
  slack = await openFakeSlack();
});
afterEach(async () => {
  await sample?.stop();
  sample = undefined;
  await slack.close();
  expect(slack.violations).toEqual([]);
});

const type = (text = 'x', more = {}) =>
  slack.command({ user: lab.users.ada ?? '', channel: lab.channels.papers ?? '', text, ...more });

describe('Socket Mode', () => {
  /** Bolt waits for its ping timeout before it connects again. */
  async function startQuickApp(): Promise<SampleApp> {
    const clientOptions = { slackApiUrl: slack.apiUrl };
    const receiver = new SocketModeReceiver({
      appToken: slack.appToken,
      installerOptions: { clientOptions },
      clientPingTimeout: 1_000,
      logger: silent,
    });
    const app = new App({
      token: lab.botToken,
      receiver,
      clientOptions,
      logger: silent,
    });
    app.command('/papers', ({ ack, command }) => ack(`You said ${command.text}`));
    await app.start();
    return { app, stop: () => app.stop() };
  }

  test.each(['warning', 'refresh_requested', 'drop'] as const)(
    'the app comes back after %s, and nothing is lost',
    async (reason) => {
      lab = slack.addTeam(LAB);
      sample = await startQuickApp();
      if (reason === 'drop') slack.socketDrop();
      else slack.socketDisconnect({ reason });
      await until(() => !slack.isSocketConnected(), 'the connection to go');
      const trace = await type('again');
      expect((await trace.reply()).text).toBe('You said again');
      expect(slack.socketCounts()).toEqual({ open: 1, accepted: 2 });
    },
  );

  test('several connections take turns', async () => {
    lab = slack.addTeam(LAB);
    const first = await startQuickApp();
    sample = await startQuickApp();
    expect(slack.socketCounts().open).toBe(2);
    await Promise.all([type('1'), type('2'), type('3')]);
    expect(slack.ephemerals(lab.channels.papers ?? '', lab.users.ada ?? '')).toHaveLength(3);
    await first.stop();
  });
});

describe('signed HTTP', () => {
  beforeEach(async () => {
    lab = slack.addTeam(LAB);
    sample = await startSampleApp(slack, lab.botToken, 'http');
  });

  test.each(['bad', 'stale', 'missing'] as const)(
    'a %s signature is refused',
    async (signature) => {
      const { ack, shown } = await type('x', { signature });
      expect(ack?.status).toBe(401);
      expect(shown).toEqual([]);
    },
  );

  test('Bolt alone takes the same request twice', async () => {
    const trace = await type();
    expect(await slack.replay(trace)).toBe(200);
    expect(await trace.reply(1)).toBeDefined();
  });

  test('the signature is that of the documentation', () => {
    expect(sign('token=x', 1_531_420_618, 'secret')).toMatch(/^v0=[0-9a-f]{64}$/);
    expect(sign('a', 1, 'k')).not.toBe(sign('a', 2, 'k'));
  });

  test('an uninstalled app is told, and its token is dead', async () => {
    const seen: string[] = [];
    sample?.app.event('app_uninstalled', async ({ event }) => void seen.push(event.type));
    sample?.app.event('tokens_revoked', async ({ event }) => void seen.push(event.type));
    await slack.uninstall(lab.team);
    await until(() => seen.length === 2, 'both events');
    expect(slack.tokenOf(lab.team)).toBeUndefined();
  });

  test('being taken into a channel is told', async () => {
    const seen: unknown[] = [];
    sample?.app.event('member_joined_channel', async ({ event }) => void seen.push(event.inviter));
    await slack.invite(lab.channels.secret ?? '', lab.users.ada ?? '');
    await until(() => seen.length === 1, 'the event');
    expect(seen).toEqual([lab.users.ada]);
  });
});

describe('OAuth', () => {
  const installations = new Map<string, Installation>();
  let url: string;

  async function startShared(): Promise<void> {
    installations.clear();
    const receiver = new HTTPReceiver({
      signingSecret: slack.signingSecret,
      clientId: slack.clientId,
      clientSecret: slack.clientSecret,
      stateSecret: 'state',
      scopes: ['commands', 'chat:write'],
      logger: silent,
      installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl } },
      installationStore: {
        async storeInstallation(installation) {
          installations.set(
            keyOf(installation.team?.id, installation.enterprise?.id),
            installation as Installation,
          );
        },
        async fetchInstallation({ teamId, enterpriseId, isEnterpriseInstall }) {
          const key = keyOf(isEnterpriseInstall ? undefined : teamId, enterpriseId);
          const found = installations.get(key);
          if (found === undefined) throw new Error(`no installation ${key}`);
          return found as never;
        },
      },
    });
    const app = new App({
      receiver,
      clientOptions: { slackApiUrl: slack.apiUrl },
      logger: silent,
    });
    app.command('/papers', async ({ ack, client, respond }) => {
      await ack();
      const { team } = await client.auth.test();
      await respond(`Hello ${team}`);
    });
    const server = await receiver.start({ port: 0, host: '127.0.0.1' });
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    url = `http://127.0.0.1:${port}/slack/install`;
    await slack.useHttp(`http://127.0.0.1:${port}/slack/events`);
    sample = { app, stop: () => app.stop() };
  }

  function keyOf(team: string | undefined, enterprise: string | undefined): string {
    return team ?? enterprise ?? '';
  }

  test.each([{}, { enterprise: 'E1', orgWide: true }])(
    'installs, and answers there %o',
    async (more) => {
      await startShared();
      lab = slack.addTeam({ ...LAB, ...more, installed: false });
      expect(lab.botToken).toBe('');
      const { status, redirect } = await slack.install({ url, user: lab.users.ada ?? '' });
      expect(status).toBe(200);
      expect((await (await type()).reply()).text).toBe('Hello lab');
      expect((await slack.visit(redirect)).status).not.toBe(200);
    },
  );

  test('a person may say no', async () => {
    await startShared();
    lab = slack.addTeam({ ...LAB, installed: false });
    const { status } = await slack.install({ url, user: lab.users.ada ?? '', deny: true });
    expect(status).not.toBe(200);
    expect(installations.size).toBe(0);
  });

  test('tokens that live twelve hours are changed for new ones', async () => {
    await startShared();
    lab = slack.addTeam({ ...LAB, installed: false, tokenLife: 43_200 });
    await slack.install({ url, user: lab.users.ada ?? '' });
    const [installation] = installations.values();
    const first = installation?.bot;
    expect(first?.refreshToken).toMatch(/^xoxe-1-/);
    if (first === undefined) return;
    slack.expireToken(first.token);
    first.expiresAt = 1;
    const old = { ...first };
    expect((await (await type()).reply()).text).toBe('Hello lab');
    const [renewed] = installations.values();
    expect(renewed?.bot?.token).not.toBe(old.token);
    expect(renewed?.bot?.refreshToken).not.toBe(old.refreshToken);
  });
});
