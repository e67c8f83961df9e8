import type { Logger, LogLevel } from '@slack/bolt';
import type { Log } from '../../lib/log.ts';

/** Bolt's own words: its warnings and errors go to the log; the rest may have secrets in it. */
export function boltLogger(log: Log): Logger {
  const say = (...words: readonly unknown[]): void =>
    log.warn(`Slack: ${words.map(String).join(' ')}`);
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: say,
    error: say,
    setLevel: () => undefined,
    getLevel: () => 'warn' as LogLevel,
    setName: () => undefined,
  };
}
