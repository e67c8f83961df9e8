import { WebClient } from '@slack/web-api';
import type { Installation, InstallationStore } from '../../core/installation.ts';
import { type Problem, ProblemError } from '../../core/problem.ts';
import type { Address } from '../../core/subscription.ts';
import { createSealer } from '../../lib/sealed-text.ts';
import { parseAddress } from './address.ts';
import { boltLogger } from './bolt-logger.ts';
import { notInstalled } from './delivery/rejections.ts';
import { readIdentity, refusedBotToken } from './installs/identity.ts';
import type { OAuthSettings } from './installs/install-page.ts';
import { createInstalledWorkspaces } from './installs/installed-workspaces.ts';
import {
  createKeptInstallations,
  type KeptInstallations,
  unreadable,
} from './installs/kept-installations.ts';
import { missingScopes } from './installs/missing-scopes.ts';
import { type SlackSettings, slackMode } from './installs/slack-settings.ts';
import { createSingleWorkspace, type Workspaces } from './installs/workspaces.ts';
import { placeProblem, toGoOn } from './place-problem.ts';

const timeoutMs = 10_000;
const silent = { info: () => undefined, warn: () => undefined };

interface Examined {
  readonly problem?: Problem;
  /** Each workspace that has installed the app, and what is wrong there. */
  readonly parts?: readonly Part[];
  readonly places: ReadonlyMap<Address, Problem>;
}

interface Part {
  readonly name: string;
  readonly problem?: Problem;
}

/** Asks Slack about each token, its scopes and each channel. Writes nothing and renews no token: the bot may run beside it. */
export async function examineSlack(
  settings: SlackSettings,
  addresses: readonly Address[],
  installations: readonly Installation[],
): Promise<Examined> {
  try {
    const mode = slackMode(settings);
    const web = new WebClient(undefined, {
      slackApiUrl: settings.slackApiUrl,
      timeout: timeoutMs,
      retryConfig: { retries: 1, minTimeout: 200 },
      logger: boltLogger(silent),
    });
    return mode.kind === 'oauth'
      ? await examineInstalled(web, mode, addresses, installations)
      : await examineSingle(web, mode.botToken, addresses);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { problem: error.problem, places: new Map() };
  }
}

async function examineSingle(
  web: WebClient,
  botToken: string,
  addresses: readonly Address[],
): Promise<Examined> {
  const identity = await readIdentity(web, botToken, refusedBotToken);
  const problem = missingScopes(identity);
  if (problem !== undefined) return { problem, places: new Map() };
  const workspaces = createSingleWorkspace(botToken, identity);
  return { places: await examinePlaces(web, workspaces, addresses, foreign) };
}

async function examineInstalled(
  web: WebClient,
  { tokenKeys }: OAuthSettings,
  addresses: readonly Address[],
  installations: readonly Installation[],
): Promise<Examined> {
  const kept = createKeptInstallations(readOnly(installations), createSealer(tokenKeys), Date.now);
  const parts: Part[] = [];
  for (const id of await kept.ids()) {
    const part = await examineInstallation(web, kept, id);
    if (part !== undefined) parts.push(part);
  }
  const workspaces = createInstalledWorkspaces({
    kept,
    onLearned: async () => undefined,
    onForgotten: () => undefined,
  });
  const places = await examinePlaces(web, workspaces, addresses, notInstalled);
  return { parts, places };
}

function readOnly(installations: readonly Installation[]): InstallationStore {
  return {
    all: async () => installations,
    get: async (id) => installations.find((each) => each.id === id),
    put: async () => undefined,
    remove: async () => undefined,
  };
}

/** Undefined for what only says to which organization a workspace belongs. */
async function examineInstallation(
  web: WebClient,
  kept: KeptInstallations,
  id: string,
): Promise<Part | undefined> {
  const installation = await kept.read(id);
  if (installation === undefined) return { name: id, problem: unreadable(id) };
  if ('organization' in installation) return undefined;
  const { team, enterprise, bot } = installation;
  const called = team?.name ?? enterprise?.name;
  const name = called === undefined ? id : `${called} (${id})`;
  try {
    const identity = await readIdentity(web, bot?.token ?? '', refusedInstallation);
    const problem = missingScopes(identity);
    return { name, ...(problem !== undefined && { problem }) };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    // Whoever runs the bot renews it at its next use.
    const isRenewed = bot?.refreshToken !== undefined && error.problem.detail === 'token_expired';
    return isRenewed ? { name } : { name, problem: error.problem };
  }
}

async function examinePlaces(
  web: WebClient,
  workspaces: Pick<Workspaces, 'access'>,
  addresses: readonly Address[],
  noAccess: Problem,
): Promise<Map<Address, Problem>> {
  const places = new Map<Address, Problem>();
  for (const address of addresses) {
    const destination = parseAddress(address);
    if (destination === undefined) continue;
    const access = await workspaces.access({ teamId: destination.team });
    if (access === undefined) places.set(address, noAccess);
    else if (destination.kind === 'channel') {
      const problem = await placeProblem(web, access, destination.channel, toGoOn);
      if (problem !== undefined) places.set(address, problem);
    }
  }
  return places;
}

const foreign: Problem = {
  message: 'That is in another workspace than SLACK_BOT_TOKEN is for.',
  remedy: 'Set the token of that workspace, or remove the digest.',
};

function refusedInstallation(reason: string): Problem {
  return {
    message: `Slack does not accept the token of this workspace: ${reason}.`,
    remedy: 'Open /slack/install there once more.',
    detail: reason,
  };
}
