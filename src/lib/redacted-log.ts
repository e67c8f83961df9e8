import type { Log } from './log.ts';

/** A log in which secrets are `(hidden)`, wherever they come from: an error's message, a URL, a library's own words. */
export function createRedactedLog(
  log: Log,
  {
    values,
    patterns,
  }: { readonly values: readonly string[]; readonly patterns: readonly RegExp[] },
): Log {
  const redacted = (line: string): string =>
    [...values, ...patterns].reduce<string>(
      (text, secret) => text.replaceAll(secret, '(hidden)'),
      line,
    );
  return {
    info: (line) => log.info(redacted(line)),
    warn: (line) => log.warn(redacted(line)),
  };
}
