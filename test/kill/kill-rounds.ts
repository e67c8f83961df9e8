import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StoreDump } from '../../src/store/store.ts';
import { runPaperround } from '../fakes/paperround.ts';
import { type Chance, createChance } from '../simulation/random.ts';
import { calmDown } from './calm.ts';
import { momentOf, moments } from './moments.ts';
import { paperBreaches } from './paper-breaches.ts';
import { openScene, type Scene } from './scene.ts';
import { shownBreaches } from './shown-breaches.ts';
import { createTally, type KillReport, type Tally } from './tally.ts';

export interface KillOptions {
  readonly seed: number;
  /** How often it is killed. */
  readonly rounds: number;
  /** After so many rounds, and at the end, it is let run calmly and everything is looked at. */
  readonly checkEvery: number;
  /** Ends it early. */
  readonly signal?: AbortSignal;
  /** A line after each look. */
  readonly onProgress?: (line: string) => void;
}

/** What passes between two killed processes beside the shortest pause, at most. */
const pausesMs = [1, 1, 30_000, 5 * 60_000, 5 * 60_000, 70 * 60_000];
const longestPauseMs = Math.max(...pausesMs);
/** A process for which the moment does not come lives so long after it got ready. */
const longestLifeMs = 2_500;

/**
 * Kills a real process again and again, while people ask for changes and digests are posted. What is chosen by chance is the same
 * for the same seed; how far the machine has come by then is not.
 */
export async function killRounds(options: KillOptions): Promise<KillReport> {
  const { seed, rounds, checkEvery, signal, onProgress = () => undefined } = options;
  const chance = createChance(seed);
  const scene = await openScene(seed);
  const tally = createTally(seed);
  try {
    const breaches = await check(scene, tally);
    for (let round = 1; round <= rounds && breaches.length === 0; round += 1) {
      if (signal?.aborted) break;
      scene.clock.forward(chance.below(chance.oneOf(pausesMs)));
      breaches.push(...(await liveAndDie(scene, createChance(chance.below(2 ** 32)), tally)));
      const isLast = round === rounds;
      if (breaches.length > 0 || (!isLast && round % checkEvery !== 0)) continue;
      breaches.push(...(await check(scene, tally)));
      if (isLast && breaches.length === 0) {
        scene.clock.forward(longestPauseMs);
        breaches.push(...(await check(scene, tally)));
      }
      onProgress(`${round} of ${rounds}: ${tally.line()}`);
    }
    return { ...tally.report(), breaches, log: scene.bot.log() };
  } finally {
    await scene.close();
  }
}

/** One process, killed. Gives what was wrong with it, one line each. */
async function liveAndDie(scene: Scene, chance: Chance, tally: Tally): Promise<string[]> {
  const { bot, sides, crowd } = scene;
  const moment = chance.oneOf(moments);
  const over = new AbortController();
  const startedAt = performance.now();
  const life = scene.begin();
  const never = new Promise<never>(() => undefined);
  const ready = life.ready.catch(() => never);
  const reached = momentOf(moment, {
    ...{ chance, sides, ready, directory: bot.directory, startMs: tally.startMs() },
    askToStop() {
      over.abort();
      crowd.died();
      life.askToStop();
    },
    isOver: over.signal,
  });
  void ready.then(() => {
    tally.started(performance.now() - startedAt);
    crowd.ask(over.signal);
  });
  const ended = life.ready.then(
    () => sleep(longestLifeMs, []),
    (error: Error) => [`it did not start: ${error.message}`],
  );
  const wrong = (await Promise.race([ended, reached])) ?? [];
  over.abort();
  wrong.push(...(await life.kill()));
  crowd.died();
  tally.killed(moment, bot.log());
  return wrong;
}

/** Lets it come to rest, and looks at everything: gives what is not as promised, one line each. */
async function check({ clock, begin, bot, sides, crowd }: Scene, tally: Tally): Promise<string[]> {
  const unsettled = await calmDown({ directory: bot.directory, clock, begin });
  const dump = await exported(bot.directory);
  const places = sides.flatMap((side) => side.places);
  tally.looked(dump, places, crowd.granted());
  return [
    ...unsettled,
    ...crowd.breaches(dump),
    ...shownBreaches(places, dump),
    ...paperBreaches(dump),
  ];
}

/** What an operator gets. */
async function exported(directory: string): Promise<StoreDump> {
  const folder = await mkdtemp(join(tmpdir(), 'paperround-export-'));
  try {
    const file = join(folder, 'export.json');
    const { code, stderr } = await runPaperround(['export', file], {
      env: { DATA_DIR: directory },
    });
    if (code !== 0) throw new Error(`export ended with ${code}: ${stderr}`);
    return JSON.parse(await readFile(file, 'utf8')) as StoreDump;
  } finally {
    await rm(folder, { recursive: true });
  }
}
