const DISCORD_EPOCH_MS = 1_420_070_400_000;

/** Ids as Discord makes them: they sort by time, and each is new. */
export function createSnowflakes(): () => string {
  let last = 0n;
  return () => {
    const now = snowflakeAt(Date.now());
    last = now > last ? now : last + 1n;
    return String(last);
  };
}

function snowflakeAt(ms: number): bigint {
  return BigInt(ms - DISCORD_EPOCH_MS) << 22n;
}
