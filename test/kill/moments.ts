import { watch } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance } from '../simulation/random.ts';
import type { Side } from './side.ts';

/** When a process is killed. */
export const moments = [
  'while it starts',
  'at any time',
  'before a post is shown',
  'after a post is shown',
  'after a post is answered',
  'at a write',
  'while it stops',
] as const;
export type Moment = (typeof moments)[number];

export interface Circumstances {
  readonly chance: Chance;
  readonly sides: readonly Side[];
  /** The data directory. */
  readonly directory: string;
  /** How long starts take, milliseconds. */
  readonly startMs: number;
  /** Resolves when the process that has just been started is ready; never where it does not get so far. */
  readonly ready: Promise<void>;
  askToStop(): void;
  /** Aborts when nobody waits any longer for the moment. */
  readonly isOver: AbortSignal;
}

/** Resolves at the moment, or when it is over. */
export function momentOf(moment: Moment, given: Circumstances): Promise<void> {
  const { chance, startMs, ready, askToStop } = given;
  switch (moment) {
    case 'while it starts':
      return sleep(chance.next() * startMs);
    case 'at any time':
      return ready.then(() => sleep(chance.below(2_000)));
    case 'before a post is shown':
      return hangingPost(given, false);
    case 'after a post is shown':
      return hangingPost(given, true);
    case 'after a post is answered':
      return answeredPost(given);
    case 'at a write':
      return someWrite(given);
    case 'while it stops':
      return ready
        .then(() => sleep(chance.below(1_000)))
        .then(askToStop)
        .then(() => sleep(chance.below(100)));
  }
}

const mostPosts = 4;

/** A post after a few others is never answered. */
async function hangingPost(
  { chance, sides, isOver }: Circumstances,
  isShown: boolean,
): Promise<void> {
  const side = chance.oneOf(sides);
  const before = side.posts().length + chance.below(mostPosts);
  await until(() => side.posts().length >= before, isOver);
  const takeBack = side.hangNextPost(isShown);
  const sofar = side.posts().length;
  await until(() => side.posts().length > sofar, isOver);
  takeBack();
}

/** Between the answer and what is written down of it, or a little later. */
async function answeredPost({ chance, sides, isOver }: Circumstances): Promise<void> {
  const side = chance.oneOf(sides);
  const index = side.posts().length + chance.below(mostPosts);
  await until(() => (side.posts()[index]?.status ?? 0) !== 0, isOver);
  await sleep(chance.below(20));
}

/** As soon as the file system tells of one of the first writes. */
async function someWrite({ chance, directory, isOver }: Circumstances): Promise<void> {
  let left = 1 + chance.below(80);
  const watcher = watch(directory, () => {
    left -= 1;
  });
  await until(() => left <= 0, isOver);
  watcher.close();
}

async function until(holds: () => boolean, isOver: AbortSignal): Promise<void> {
  while (!holds() && !isOver.aborted) await sleep(1);
}
