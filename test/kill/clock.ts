import './clock-ahead.mjs';

/**
 * One clock for the bot and the fakes, ahead of the machine's: it is set forward while no bot runs, so that nobody has to
 * wait for minutes to pass.
 */
export interface Clock {
  forward(ms: number): void;
  /** What gives a new process the clock as it is now. */
  env(): Record<string, string>;
  /** Back to the machine's. */
  close(): void;
}

const preloaded = new URL('clock-ahead.mjs', import.meta.url).href;

export function openClock(): Clock {
  let ahead = 0;
  function set(ms: number): void {
    ahead = ms;
    process.env.CLOCK_AHEAD_MS = String(ahead);
  }
  return {
    forward: (ms) => set(ahead + ms),
    env: () => ({ CLOCK_AHEAD_MS: String(ahead), NODE_OPTIONS: `--import=${preloaded}` }),
    close: () => set(0),
  };
}
