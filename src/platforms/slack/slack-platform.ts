import { setTimeout as sleep } from 'node:timers/promises';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Command } from '../../commands/command.ts';
import { type Problem, problemText } from '../../core/problem.ts';
import { createAbsence } from '../../lib/absence.ts';
import { createFarClock } from '../../lib/far-clock.ts';
import { createInOrder } from '../../lib/in-order.ts';
import type { Log } from '../../lib/log.ts';
import { createSealer } from '../../lib/sealed-text.ts';
import type { Desk, Platform } from '../platform.ts';
import { everywhere, parseAddress, teamRealm } from './address.ts';
import { boltLogger } from './bolt-logger.ts';
import { messageLink } from './delivery/message-link.ts';
import { createPatientClient } from './delivery/patient-client.ts';
import { createPostingLane, type PostingLane } from './delivery/posting-lane.ts';
import { createReconciler, type Reconciler } from './delivery/reconcile.ts';
import { notAPayload, notInstalled, removed } from './delivery/rejections.ts';
import { createTimedFetch } from './delivery/timed-fetch.ts';
import { readIdentity, refusedBotToken } from './installs/identity.ts';
import { installPage, type OAuthSettings } from './installs/install-page.ts';
import {
  createInstalledWorkspaces,
  type InstalledWorkspaces,
} from './installs/installed-workspaces.ts';
import { createKeptInstallations } from './installs/kept-installations.ts';
import { missingScopes } from './installs/missing-scopes.ts';
import { createConnection, type SlackMode } from './installs/slack-mode.ts';
import { createSingleWorkspace, realmOf, type Workspaces } from './installs/workspaces.ts';
import { createBoltApp } from './interactions/bolt-app.ts';
import { createEvents } from './interactions/events.ts';
import { createHomeTab } from './interactions/home-tab.ts';
import { createInteractions } from './interactions/interactions.ts';
import { createPeople } from './people.ts';
import { notTold, placeProblem, toGoOn } from './place-problem.ts';
import { readPayload, renderDigest } from './render/render.ts';
import type { Managers } from './who-may-manage.ts';

export interface SlackOptions {
  readonly apiUrl: string;
  readonly mode: SlackMode;
  readonly managers: Managers;
  readonly commands: readonly Command[];
  readonly log: Log;
}

const requestTimeoutMs = 10_000;
const tokenRevoked = {
  message: 'Slack no longer accepts SLACK_BOT_TOKEN: its digests are paused.',
  remedy:
    'Install the app in the workspace again, set the new token, and start the bot anew: they go on by themselves then.',
} satisfies Problem;
const notStarted = { kind: 'unknown', detail: 'Slack is not started', isUnanswered: true } as const;

/** Slack as a place to read papers. Nothing is asked of it before `start`. */
export function openSlackPlatform(options: SlackOptions): Platform {
  let running: Running | undefined;
  const inOrder = createInOrder();

  /** What happened in channels while it was not connected is not told again. */
  function lookAround(desk: Desk): void {
    inOrder
      .run(everywhere, () => desk.placesChanged(everywhere))
      .catch((error: unknown) => options.log.warn(`Slack: paused digests: ${String(error)}`));
  }

  return {
    id: 'slack',
    async start(desk) {
      running = await start(options, desk, () => lookAround(desk));
      lookAround(desk);
    },
    render: renderDigest,
    async send(address, payload, deliveryId, replyTo) {
      if (running === undefined) {
        return { kind: 'retry', detail: notStarted.detail, isLocal: true };
      }
      const read = readPayload(payload);
      if (read === undefined) return notAPayload(deliveryId);
      return running.lane.post(address, read, deliveryId, replyTo);
    },
    async reconcile(attempt) {
      return running?.reconciler.reconcile(attempt) ?? notStarted;
    },
    link: messageLink,
    async check(address) {
      return running && check(running, address);
    },
    personalAddress: (actor) => actor.replace('/', '/@'),
    awayMs: () => running?.awayMs() ?? 0,
    awayProblem: () => running?.awayProblem(),
    async stop() {
      await running?.stop();
      await inOrder.idle();
    },
  };
}

interface Running {
  readonly web: WebClient;
  readonly workspaces: Workspaces;
  readonly lane: PostingLane;
  readonly reconciler: Reconciler;
  awayMs(): number;
  awayProblem(): Problem | undefined;
  stop(): Promise<void>;
}

async function start(
  options: SlackOptions,
  desk: Desk,
  onReconnected: () => void,
): Promise<Running> {
  const { mode, log } = options;
  const now = Date.now;
  const farClock = createFarClock(now);
  const clientOptions: WebClientOptions = {
    slackApiUrl: options.apiUrl,
    timeout: requestTimeoutMs,
    logger: boltLogger(log),
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 1, minTimeout: 200 },
    fetch: createTimedFetch(farClock),
  };
  const web = createPatientClient(clientOptions, now);
  const wait = (ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal });
  const back = (realm: string) => desk.placesBack(realm, removed);
  const installed =
    mode.kind === 'oauth' ? await installedWorkspaces(mode, { desk, back, log }) : undefined;
  const absence = createAbsence(() => performance.now());
  let revoked: Problem | undefined;
  const onRefused = (): void => {
    absence.left('token');
    revoked = tokenRevoked;
    log.warn(problemText(revoked));
  };
  const workspaces = installed ?? (await singleWorkspace({ mode, web, back, onRefused }));
  const { chat } = new WebClient(undefined, { ...clientOptions, retryConfig: { retries: 0 } });
  const lane = createPostingLane({
    web: { chat, conversations: web.conversations },
    workspaces,
    onRevoked: (team) => events.removed({ teamId: team }),
    now,
    wait,
    log,
  });
  const { clearSince } = lane;
  const { aheadMs } = farClock;
  const reconciler = createReconciler({ web, workspaces, clearSince, aheadMs, now, wait });
  const people = createPeople({ web, workspaces, now, log });
  const shared = { ...options, desk, web, workspaces, people, aheadMs };
  const home = createHomeTab(shared);
  const events = createEvents({ ...shared, home, lane });
  const interactions = createInteractions({ ...shared, home, post: events.post });
  const connection = createConnection(mode, {
    clientOptions,
    log,
    onReconnected,
    ...(mode.kind === 'oauth' &&
      installed && {
        installPage: installPage({
          ...options,
          ...mode,
          clientOptions,
          installed,
          onInstalled: events.installed,
        }),
      }),
  });
  installed?.authorizeBy(connection.installer);
  const { receiver } = connection;
  const bolt = createBoltApp({ ...shared, receiver, clientOptions, interactions, events });
  log.info(`Slack: ready ${await connection.open()}.`);
  return {
    web,
    workspaces,
    lane,
    reconciler,
    awayMs: () => Math.max(connection.awayMs(), absence.duration()),
    awayProblem: () => revoked ?? connection.awayProblem(),
    async stop() {
      await connection.close();
      await bolt.idle();
      await home.idle();
      reconciler.stop();
      await lane.stop();
    },
  };
}

/** What keeps the app from posting at an address. */
async function check({ web, workspaces }: Running, address: string): Promise<Problem | undefined> {
  const destination = parseAddress(address);
  if (destination === undefined) return { message: 'Its place cannot be read.' };
  const access = await workspaces.access({ teamId: destination.team });
  if (access === undefined) return notInstalled;
  if (destination.kind === 'user') return missingScopes(access);
  return (
    missingScopes(access) ??
    placeProblem(web, access, destination.channel, { ...toGoOn, unknown: notTold })
  );
}

async function singleWorkspace({
  mode,
  web,
  back,
  onRefused,
}: {
  readonly mode: SlackMode;
  readonly web: WebClient;
  readonly back: (realm: string) => Promise<void>;
  readonly onRefused: () => void;
}): Promise<Workspaces> {
  const botToken = 'botToken' in mode ? mode.botToken : '';
  const identity = await readIdentity(web, botToken, refusedBotToken);
  const acceptedAt = Date.now();
  await back(realmOf(identity));
  return createSingleWorkspace(botToken, identity, { acceptedAt, onForgotten: onRefused });
}

interface InstalledOptions {
  readonly desk: Desk;
  /** The app is there again. */
  readonly back: (realm: string) => Promise<void>;
  readonly log: Log;
}

async function installedWorkspaces(
  { tokenKeys }: OAuthSettings,
  { desk, back, log }: InstalledOptions,
): Promise<InstalledWorkspaces> {
  const kept = createKeptInstallations(desk.installations, createSealer(tokenKeys), Date.now);
  await kept.prepare();
  const onForgotten = (team: string): void =>
    log.info(`Slack: the app was taken out of workspace ${team}; its tokens are forgotten.`);
  return createInstalledWorkspaces({
    kept,
    onLearned: (team) => back(teamRealm(team)),
    onForgotten,
  });
}
