import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import type { DailyEntry } from '../daily-papers.ts';
import { openServingBot, type ServingBot } from '../serving-bot.ts';
import { type FakeSlack, openFakeSlack } from './fake-slack.ts';
import { type NewTeam, type TeamIds, USUAL_SCOPES } from './workspace.ts';
import type { FakeMessage } from './world.ts';

export const lab: NewTeam = {
  name: 'lab',
  users: [
    { name: 'ada', admin: true },
    { name: 'ben', tz: 'America/New_York' },
    { name: 'gil', guest: true },
  ],
  channels: [
    { name: 'papers' },
    { name: 'secret', private: true, members: ['ada', 'ben'] },
    { name: 'lobby', members: ['ada', 'ben'] },
  ],
};

/** Without the right to go into channels by itself. */
export const withoutJoining = USUAL_SCOPES.filter((scope) => scope !== 'channels:join');

const firstPapers: readonly DailyEntry[] = [
  { id: '2603.00001', title: 'Diffusion for kettles', upvotes: 30 },
  { id: '2603.00002', title: 'Agents that knit', upvotes: 50 },
  ...[3, 4, 5, 6, 7].map((number) => ({
    id: `2603.0000${number}`,
    title: `A note on topic ${number}`,
    upvotes: number,
  })),
];

const secrets = {
  SLACK_STATE_SECRET: 'a state secret that is long enough',
  SLACK_TOKEN_KEY: 'a token key that is certainly long enough',
};

export type Mode = 'socket' | 'http' | 'oauth';

/** A Slack, a feed and the bot as a process of its own, anew for each test. What was wrong for Slack fails the test. */
export interface SlackScene {
  readonly slack: FakeSlack;
  readonly bot: ServingBot;
  /** The papers of the feed; more may be added. */
  readonly entries: DailyEntry[];
  /** Starts the bot as configured and sends it what happens in Slack. Gives where it takes requests. */
  start(
    mode: Mode,
    team?: Partial<TeamIds>,
    env?: Readonly<Record<string, string>>,
  ): Promise<string>;
  /** Short words for one workspace. */
  at(team: TeamIds): Workspace;
  /** All files of the data directory; one that is just being replaced is left out. */
  stored(): Promise<string>;
  /** What Slack objects to in this test, and is meant to. */
  allow(violation: RegExp): void;
  /** The settings for a verb beside the running bot. */
  env(mode: Mode, team?: Partial<TeamIds>): Record<string, string>;
}

export interface Workspace {
  user(name: string): string;
  channel(name: string): string;
  /** What the person who typed it is answered. `where`: a channel, or `dm`. */
  papers(name: string, text: string, where?: string): Promise<FakeMessage>;
  posts(name?: string): readonly FakeMessage[];
  /** What the bot posted there by itself. */
  digests(name?: string): readonly FakeMessage[];
}

export function slackScene(): SlackScene {
  let slack: FakeSlack;
  let bot: ServingBot;
  let entries: DailyEntry[];
  let allowed: RegExp[];

  beforeEach(async () => {
    slack = await openFakeSlack();
    entries = [...firstPapers];
    allowed = [];
    bot = await openServingBot(entries);
  });

  afterEach(async () => {
    await bot.close();
    await slack.close();
    const isMeant = (violation: string) => allowed.some((each) => each.test(violation));
    expect(slack.violations.filter((each) => !isMeant(each))).toEqual([]);
    expect(bot.log()).not.toMatch(/xox[a-z]?[-.]|xapp-(?!…)|long enough|fake-(?:client|signing)/);
  });

  function env(mode: Mode, { botToken, appToken }: Partial<TeamIds> = {}): Record<string, string> {
    const { apiUrl, signingSecret, clientId, clientSecret } = slack;
    return {
      SLACK_API_URL: apiUrl,
      SLACK_PORT: '0',
      ...(mode !== 'oauth' && { SLACK_BOT_TOKEN: botToken ?? '' }),
      ...(mode === 'socket'
        ? { SLACK_APP_TOKEN: appToken ?? '' }
        : { SLACK_SIGNING_SECRET: signingSecret }),
      ...(mode === 'oauth' && {
        ...secrets,
        SLACK_CLIENT_ID: clientId,
        SLACK_CLIENT_SECRET: clientSecret,
      }),
    };
  }

  return {
    get slack() {
      return slack;
    },
    get bot() {
      return bot;
    },
    get entries() {
      return entries;
    },
    env,
    allow: (violation) => void allowed.push(violation),
    async start(mode, team, more = {}) {
      await bot.start({ ...env(mode, team), ...more });
      if (mode === 'socket') return '';
      const [, port] = await bot.logged(/on port (\d+)/);
      await slack.useHttp(`http://127.0.0.1:${port}/slack/events`);
      return `http://127.0.0.1:${port}`;
    },
    at(team) {
      const user = (name: string): string => team.users[name] ?? '';
      const channel = (name: string): string => team.channels[name] ?? '';
      return {
        user,
        channel,
        async papers(name, text, where = 'papers') {
          const place = where === 'dm' ? slack.dmOf(user(name)) : channel(where);
          return (await slack.command({ user: user(name), channel: place, text })).reply();
        },
        posts: (name = 'papers') => slack.messages(channel(name)),
        digests: (name = 'papers') =>
          slack.messages(channel(name)).filter(({ metadata }) => metadata !== undefined),
      };
    },
    async stored() {
      const files = await readdir(bot.directory, { recursive: true, withFileTypes: true });
      const texts = files
        .filter((each) => each.isFile())
        .map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8').catch(() => ''));
      return (await Promise.all(texts)).join('\n');
    },
  };
}

/** The blocks of a message or a view as one text. */
export function words({ blocks }: { readonly blocks: unknown }): string {
  return JSON.stringify(blocks);
}
