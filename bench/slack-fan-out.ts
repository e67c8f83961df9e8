import { setTimeout as sleep } from 'node:timers/promises';
import { LogLevel, WebClient } from '@slack/web-api';
import { digestView } from '../src/core/views/digest-view.ts';
import { createPostingLane } from '../src/platforms/slack/delivery/posting-lane.ts';
import { renderDigest, type SlackPayload } from '../src/platforms/slack/render/render.ts';
import { paper, subscription } from '../test/fakes/papers.ts';
import { openFakeSlack } from '../test/fakes/slack/fake-slack.ts';
import type { TeamIds } from '../test/fakes/slack/workspace.ts';
import type { Bench, BenchReport } from './bench.ts';

/**
 * Slack says “several hundred messages a minute” and workspace, and one a second and channel. This is 300, of which five may
 * come at once; the burst that Slack allows is not known.
 */
const limit = { perSecond: 5, burst: 5 };
const log = { info: () => undefined, warn: () => undefined };

interface Load {
  readonly workspaces: number;
  readonly channels: number;
  /** In each channel. */
  readonly messages: number;
}

interface Measured {
  readonly seconds: number;
  readonly refused: number;
  readonly arrived: number;
}

type Post = (team: TeamIds, channel: string) => Promise<unknown>;

/** How close to Slack's limits digests leave, beside Slack's own client as it comes. */
export const slackFanOutBench: Bench = {
  name: 'slack',
  title: 'Slack: a morning’s digests over the least time that the limits allow',
  async run(report) {
    const loads: Load[] = report.isSmall
      ? [{ workspaces: 1, channels: 40, messages: 1 }]
      : [
          { workspaces: 1, channels: 20, messages: 5 },
          { workspaces: 10, channels: 100, messages: 1 },
        ];
    for (const load of loads) await compare(load, report);
  },
};

async function compare(load: Load, report: BenchReport): Promise<void> {
  const { workspaces, channels, messages } = load;
  const what = `${workspaces} × ${channels} channels × ${messages}`;
  report.progress(`${what}: ours`);
  const ours = await measure(load, openOurs);
  report.progress(`${what}: stock`);
  const stock = await measure(load, openStock);
  const all = workspaces * channels * messages;
  const bound = Math.max((channels * messages - limit.burst) / limit.perSecond, messages - 1);
  report.row({
    what: `${what}: time over the bound of ${bound.toFixed(1)} s`,
    ours: ours.seconds,
    unit: 's',
    baseline: { name: 'WebClient', value: stock.seconds },
    ratio: ours.seconds / bound,
    ...(!report.isSmall && { target: { atMost: 1.08 } }),
    note: `WebClient ${(stock.seconds / bound).toFixed(2)}; arrived ${ours.arrived} of ${all}, of WebClient’s ${stock.arrived}`,
  });
  report.row({
    what: `${what}: refused with 429, of 100 messages`,
    ours: (100 * ours.refused) / all,
    unit: '%',
    baseline: { name: 'WebClient', value: (100 * stock.refused) / all },
    ratio: (100 * ours.refused) / all,
    target: { atMost: 1 },
  });
}

async function measure(
  { workspaces, channels, messages }: Load,
  open: (apiUrl: string, teams: readonly TeamIds[]) => { post: Post; stop(): Promise<void> },
): Promise<Measured> {
  const slack = await openFakeSlack({ rate: { bucket: limit } });
  const teams = Array.from({ length: workspaces }, (_, number) =>
    slack.addTeam({
      name: `team${number}`,
      users: [],
      channels: Array.from({ length: channels }, (__, each) => ({ name: `c${each}` })),
    }),
  );
  const { post, stop } = open(slack.apiUrl, teams);
  const started = performance.now();
  const posts = Array.from({ length: messages }, () =>
    teams.flatMap((team) => Object.values(team.channels).map((channel) => post(team, channel))),
  );
  await Promise.all(posts.flat());
  const seconds = (performance.now() - started) / 1_000;
  const refused = slack.requests.filter(({ status }) => status === 429).length;
  const arrived = slack.allMessages.length;
  await stop();
  await slack.close();
  return { seconds, refused, arrived };
}

/** The lane that digests leave by. */
function openOurs(apiUrl: string, teams: readonly TeamIds[]) {
  const tokens = new Map(teams.map(({ team, botToken }) => [team, botToken]));
  const access = async ({ teamId = '' }: { teamId?: string | undefined }) => ({
    botToken: tokens.get(teamId) ?? '',
    scopes: [],
  });
  const lane = createPostingLane({
    web: new WebClient(undefined, {
      slackApiUrl: apiUrl,
      timeout: 10_000,
      rejectRateLimitedCalls: true,
      retryConfig: { retries: 0 },
    }),
    workspaces: { access, renewed: access },
    onRevoked: async () => undefined,
    now: Date.now,
    wait: (ms, signal) => sleep(ms, undefined, { signal }),
    log,
  });
  const payload = digestPayload();
  let count = 0;
  const post: Post = ({ team }, channel) =>
    lane.post(`slack:${team}/${channel}`, payload, `d${count++}/slot/0`);
  return { post, stop: () => lane.stop() };
}

/** Slack's client as it comes: it repeats what was refused by itself. */
function openStock(apiUrl: string, teams: readonly TeamIds[]) {
  const clients = new Map(
    teams.map(({ team, botToken }) => [
      team,
      new WebClient(botToken, { slackApiUrl: apiUrl, logLevel: LogLevel.ERROR }),
    ]),
  );
  const { arguments: message } = digestPayload();
  const post: Post = async ({ team }, channel) =>
    clients.get(team)?.chat.postMessage({ ...message, channel });
  return { post, stop: async () => undefined };
}

function digestPayload(): SlackPayload {
  const papers = [1, 2, 3, 4, 5].map((number) =>
    paper(`2401.0000${number}`, { abstract: 'A note on kettles and how they boil. '.repeat(5) }),
  );
  const digest = {
    subscription: subscription(),
    slot: { local: '2026-03-02T09:00', at: Date.UTC(2026, 2, 2, 9) },
    chosen: papers.map((each) => ({ paper: each, rose: false })),
    overLimit: [],
    considered: 1,
    leftOut: [],
  };
  const [first] = renderDigest(digestView(digest), { address: 'slack:T1/C1', scope: 'channel' });
  if (first === undefined) throw new Error('a digest without a message');
  return first.payload;
}
