/** Of Discord's ids (reference, "Snowflakes"). */
const discordEpochMs = 1_420_070_400_000;

/** When Discord made the id, epoch milliseconds. Throws for what is no id. */
export function madeAt(id: string): number {
  return Number(BigInt(id) >> 22n) + discordEpochMs;
}

/** An id below all that Discord makes from then on. */
export function snowflakeAt(ms: number): string {
  return String(BigInt(Math.max(0, ms - discordEpochMs)) << 22n);
}
