import { type Config, secretsOf } from '../config.ts';
import type { Log } from '../lib/log.ts';
import { createQuietLog } from '../lib/quiet-log.ts';
import { createRedactedLog } from '../lib/redacted-log.ts';

/** What platforms hand out while it runs: tokens of Slack, and Discord's and Slack's addresses to answer at. */
const handedOut = [
  /\bx(?:ox[a-z]|app)[-.][\w.-]+/g,
  /\/(?:webhooks|interactions)\/\d+\/[\w.-]+/g,
  /https:\/\/hooks\.slack\.com\/\S+/g,
];

/** The log of `serve`: JSON lines on standard error, without secrets and without repeating itself each minute. */
export async function openServeLog(config: Config): Promise<Log> {
  const { default: pino } = await import('pino');
  const lines = pino({ level: config.logLevel, name: 'paperround' }, pino.destination(2));
  const redacted = createRedactedLog(lines, { values: secretsOf(config), patterns: handedOut });
  return createQuietLog(redacted, Date.now);
}
