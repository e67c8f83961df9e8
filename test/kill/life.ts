import { setTimeout as sleep } from 'node:timers/promises';
import type { ServingBot } from '../fakes/serving-bot.ts';
import type { Clock } from './clock.ts';
import type { Side } from './side.ts';

/** A process of the bot, from its start to its end. */
export interface Life {
  /** Resolves when it has read the feed and is told what happens at the platforms. Rejects where it ends before. */
  readonly ready: Promise<void>;
  /** Asks it to end in order; does not wait for that. */
  askToStop(): void;
  /** Kills it, and says what was wrong with it, one line each. */
  kill(): Promise<string[]>;
  /** Lets it end in order, and says what was wrong with it. */
  stop(): Promise<string[]>;
}

export interface LifeOptions {
  readonly bot: ServingBot;
  readonly sides: readonly Side[];
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string>>;
}

const longestStartMs = 90_000;

/** Warnings that a crash leads to, and that say what is done about it. */
const expected = [
  /messages? broke off when the process ended last\./,
  /the last write was cut off before it was said to be saved, and is left out\./,
  /sent once more although it may have arrived/,
  /held, it may or may not have arrived/,
];

export function beginLife({ bot, sides, clock, env }: LifeOptions): Life {
  let isStopping = false;
  const ready = begin();
  ready.catch(() => undefined);

  async function begin(): Promise<void> {
    const settings = sides.map((side) => side.env());
    const late = new AbortController();
    const started = bot.start(Object.assign({}, ...settings, clock.env(), env));
    const tooLate = sleep(longestStartMs, undefined, { signal: late.signal }).then(() => {
      throw new Error(`not ready within ${longestStartMs / 1_000} seconds`);
    });
    tooLate.catch(() => undefined);
    try {
      await Promise.race([started, tooLate]);
      for (const side of sides) await side.connect(bot);
    } finally {
      late.abort();
    }
  }

  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<string[]> {
    const code = await bot.stop(signal);
    await Promise.all(sides.map((side) => side.died()));
    const wrong = [...warnings(bot.log()), ...sides.flatMap((side) => side.violations())];
    const wanted = [signal === 'SIGKILL' ? null : 0, ...(isStopping ? [0] : [])];
    if (!wanted.includes(code)) wrong.push(`it ended with ${code}: ${bot.log().slice(-2_000)}`);
    return wrong;
  }

  return {
    ready,
    askToStop() {
      isStopping = true;
      bot.signal('SIGTERM');
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}

/** What it warned of and nobody expected. Of its last line there may be a part only. */
function warnings(log: string): string[] {
  const lines = log.split('\n').slice(0, -1);
  return lines.flatMap((line) => {
    const [, level = '30'] = /^\{"level":(\d+)/.exec(line) ?? [];
    const isExpected = Number(level) < 40 || expected.some((each) => each.test(line));
    return isExpected ? [] : [line];
  });
}
