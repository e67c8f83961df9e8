/** Ids as Slack's look: a letter for the kind, then capitals and digits. Each is new. */
export function createIds(): (prefix: string) => string {
  let count = 0;
  return (prefix) => {
    count += 1;
    return `${prefix}0${(36 ** 6 + count * 7919).toString(36).toUpperCase()}`;
  };
}

/** Message timestamps, which are their ids: seconds with six digits, each later than the last. */
export function createTimestamps(): () => string {
  let last = 0;
  return () => {
    last = Math.max(last + 1, Date.now() * 1_000);
    return `${Math.floor(last / 1_000_000)}.${String(last % 1_000_000).padStart(6, '0')}`;
  };
}
