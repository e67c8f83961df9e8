import { z } from 'zod';
import { parseZone } from './core/schedule/parse-schedule.ts';
import { parseAddress as parseDiscordAddress } from './platforms/discord/address.ts';
import { parseAddress as parseSlackAddress } from './platforms/slack/address.ts';

/** A value that the environment sets. */
export interface Setting {
  readonly name: string;
  /** One sentence for `.env.example` and `config`. */
  readonly description: string;
  /** Never printed; `NAME_FILE` may name a file that holds it. */
  readonly secret?: true;
  readonly schema: z.ZodType<unknown, string>;
}

const url = z
  .string()
  .trim()
  .regex(/^https?:\/\/[^\s/]+/i, 'must be a URL that begins with http:// or https://')
  .refine((text) => URL.canParse(text), 'is not a URL')
  .transform((text) => text.replace(/\/+$/, ''));

const word = z.string().trim().regex(/^\S+$/, 'must be one word');

const optionalPort = z
  .string()
  .trim()
  .transform((text, context) => {
    if (text === '') return undefined;
    if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
    context.addIssue('must be a port, from 0 to 65535');
    return z.NEVER;
  });

const placeOfAdmin = z
  .string()
  .trim()
  .transform((text, context) => {
    if (text === '') return undefined;
    const place = parseDiscordAddress(text) ?? parseSlackAddress(text);
    if (place?.kind === 'channel') return text;
    context.addIssue('must be discord:SERVER/CHANNEL or slack:WORKSPACE/CHANNEL, by their ids');
    return z.NEVER;
  });

const longText = z.string().trim().min(32, 'must have at least 32 characters');

const zone = z.string().transform((text, context) => {
  if (text === '') return Intl.DateTimeFormat().resolvedOptions().timeZone;
  const read = parseZone(text);
  if (read.ok) return read.value;
  const { suggestion } = read.problem;
  const example = suggestion === undefined ? 'such as Europe/Berlin' : `perhaps ${suggestion}`;
  context.addIssue(`must be an IANA time zone, ${example}`);
  return z.NEVER;
});

const categories = z.string().transform((text, context) => {
  const names = text.split(/[\s,]+/).filter((name) => name !== '');
  const wrong = names.find((name) => !/^[a-z-]+(?:\.[A-Za-z-]+)?$/.test(name));
  if (wrong === undefined) return names;
  context.addIssue(`has “${wrong}”, which is no arXiv category such as cs.CL`);
  return z.NEVER;
});

/** Every setting, in the order of `.env.example`. Defaults stand in `config/defaults.json`. */
export const settings = {
  dataDirectory: {
    name: 'DATA_DIR',
    description: 'The folder that keeps papers, subscriptions and deliveries.',
    schema: z.string().trim().min(1, 'must not be empty'),
  },
  zone: {
    name: 'TIME_ZONE',
    description:
      'The IANA time zone of those who name none, such as Europe/Berlin. Empty: that of the machine.',
    schema: zone,
  },
  huggingFaceUrl: {
    name: 'HF_URL',
    description: 'Where Hugging Face is.',
    schema: url,
  },
  huggingFaceToken: {
    name: 'HF_TOKEN',
    description: 'A Hugging Face token, optional: doubles the number of requests that are allowed.',
    secret: true,
    schema: z.string().trim().regex(/^\S+$/, 'must be one word'),
  },
  arxivUrl: {
    name: 'ARXIV_URL',
    description: 'Where the API of arXiv is.',
    schema: url,
  },
  arxivRssUrl: {
    name: 'ARXIV_RSS_URL',
    description: 'Where the RSS feeds of arXiv are.',
    schema: url,
  },
  arxivCategories: {
    name: 'ARXIV_CATEGORIES',
    description: 'arXiv categories to read beside Hugging Face, such as cs.CL,cs.LG. Empty: none.',
    schema: categories,
  },
  refreshMinutes: {
    name: 'REFRESH_MINUTES',
    description: 'Minutes between two reads of the feeds, 5 to 1440.',
    schema: z
      .string()
      .trim()
      .regex(/^\d{1,5}$/, 'must be a whole number')
      .transform(Number)
      .refine((minutes) => minutes >= 5 && minutes <= 1440, 'must be from 5 to 1440'),
  },
  uncertainPolicy: {
    name: 'UNCERTAIN',
    description:
      'What to do with a message of which nobody can tell whether it arrived: resend_once while it is fresh, or hold. Either is marked.',
    schema: z.enum(['resend_once', 'hold'], 'must be resend_once or hold'),
  },
  discordToken: {
    name: 'DISCORD_TOKEN',
    description: 'The token of a Discord bot; with it, serve and npm start run that bot.',
    secret: true,
    schema: z.string().trim().regex(/^\S+$/, 'must be one word'),
  },
  discordApiUrl: {
    name: 'DISCORD_API_URL',
    description: 'Where the API of Discord is, without the version.',
    schema: url,
  },
  discordShards: {
    name: 'DISCORD_SHARDS',
    description: 'Connections to Discord: auto, or a number from 1 to 1000.',
    schema: z
      .string()
      .trim()
      .regex(/^(?:auto|[1-9]\d{0,2}|1000)$/i, 'must be auto or a number from 1 to 1000')
      .transform((text) => (text.toLowerCase() === 'auto' ? ('auto' as const) : Number(text))),
  },
  slackBotToken: {
    name: 'SLACK_BOT_TOKEN',
    description: 'The bot token (xoxb-...) of a Slack app, for one workspace.',
    secret: true,
    schema: z
      .string()
      .trim()
      .regex(/^xox\S+$/, 'must begin with xoxb-'),
  },
  slackAppToken: {
    name: 'SLACK_APP_TOKEN',
    description: 'The app-level token (xapp-...) of that Slack app: with it, in Socket Mode.',
    secret: true,
    schema: z
      .string()
      .trim()
      .regex(/^xapp-\S+$/, 'must begin with xapp-'),
  },
  slackSigningSecret: {
    name: 'SLACK_SIGNING_SECRET',
    description: 'The signing secret of a Slack app that sends its requests over HTTPS.',
    secret: true,
    schema: word,
  },
  slackPort: {
    name: 'SLACK_PORT',
    description: 'The port for those requests, behind whatever ends HTTPS; 0 for any.',
    schema: z
      .string()
      .trim()
      .regex(/^\d{1,5}$/, 'must be a port')
      .transform(Number)
      .refine((port) => port <= 65_535, 'must be a port'),
  },
  slackClientId: {
    name: 'SLACK_CLIENT_ID',
    description:
      'The client id of a Slack app that many workspaces may install. Empty: one workspace.',
    schema: z.string().trim(),
  },
  slackClientSecret: {
    name: 'SLACK_CLIENT_SECRET',
    description: 'The client secret of that Slack app.',
    secret: true,
    schema: word,
  },
  slackStateSecret: {
    name: 'SLACK_STATE_SECRET',
    description: 'Any long random text: it protects installations under way.',
    secret: true,
    schema: longText,
  },
  slackTokenKeys: {
    name: 'SLACK_TOKEN_KEY',
    description:
      'Any long random text: the tokens of workspaces are stored encrypted with it. To change it: NEW,OLD.',
    secret: true,
    schema: z
      .string()
      .transform((text) => text.split(',').map((key) => key.trim()))
      .pipe(z.tuple([longText], longText)),
  },
  slackManagers: {
    name: 'SLACK_MANAGERS',
    description:
      'Who may set up digests in a Slack channel beside the administrators: members of that channel, or admins for nobody else.',
    schema: z.enum(['members', 'admins'], 'must be members or admins'),
  },
  slackApiUrl: {
    name: 'SLACK_API_URL',
    description: 'Where the API of Slack is.',
    schema: url.transform((text) => `${text}/`),
  },
  adminAddress: {
    name: 'ADMIN_ADDRESS',
    description:
      'Where the operator is told that a feed fails, and that it is back: discord:SERVER/CHANNEL or slack:WORKSPACE/CHANNEL. Empty: in the log alone.',
    schema: placeOfAdmin,
  },
  httpPort: {
    name: 'HTTP_PORT',
    description:
      'The port for /healthz, /readyz and /metrics of serve; 0 for any. Empty: none is opened.',
    schema: optionalPort,
  },
  httpHost: {
    name: 'HTTP_HOST',
    description: 'The address of this machine that they are served at.',
    schema: word,
  },
  logLevel: {
    name: 'LOG_LEVEL',
    description: 'How much serve logs: debug, info, warn or error.',
    schema: z.enum(['debug', 'info', 'warn', 'error'], 'must be debug, info, warn or error'),
  },
} as const satisfies Record<string, Setting>;
