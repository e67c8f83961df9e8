import type { Log } from './log.ts';

const quietMs = 3_600_000;
const mostLines = 1_000;

/**
 * A log in which a warning that is repeated appears once an hour, with how often it was left out: what is tried each
 * minute and fails each minute is one fault. `now` is the clock, epoch milliseconds.
 */
export function createQuietLog(log: Log, now: () => number): Log {
  const said = new Map<string, { readonly at: number; leftOut: number }>();
  return {
    info: (line) => log.info(line),
    warn(line) {
      const before = said.get(line);
      if (before !== undefined && Math.abs(now() - before.at) < quietMs) {
        before.leftOut += 1;
        return;
      }
      const leftOut = before?.leftOut ?? 0;
      log.warn(leftOut === 0 ? line : `${line} (said ${leftOut} more times since)`);
      said.delete(line);
      said.set(line, { at: now(), leftOut: 0 });
      const [oldest] = said.keys();
      if (said.size > mostLines && oldest !== undefined) said.delete(oldest);
    },
  };
}
