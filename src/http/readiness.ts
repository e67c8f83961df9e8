import type { Problem } from '../core/problem.ts';
import type { FeedState } from '../digests/ingest/ingest.ts';
import type { DiskProblem } from '../store/disk-problem.ts';

/** Something that keeps the process from doing its work. */
export interface ReadinessFault extends Pick<Problem, 'message' | 'remedy'> {
  readonly check: 'process' | 'store' | 'platform' | 'feeds';
}

/** A platform that keeps a connection open. */
export interface Away {
  readonly id: string;
  /** For how long it has been without its connection, milliseconds. */
  readonly ms: number;
  /** What a person has to do about it, where that is known. */
  readonly problem: Problem | undefined;
}

export interface ReadinessSources {
  isStopping(): boolean;
  /** The platforms that do not take commands yet, by their ids. */
  notStarted(): readonly string[];
  away(): readonly Away[];
  storeProblem(): Promise<Problem | undefined>;
  diskProblem(): Promise<DiskProblem | undefined>;
  /** What was lost and is not brought back yet. */
  lossProblem(): Promise<Problem | undefined>;
  /** Papers that are stored. */
  paperCount(): number;
  feeds(): readonly FeedState[];
}

/** A connection that is lost is made again within seconds, as a rule. */
const longestAwayMs = 60_000;

/** Everything that keeps it from being ready; nothing where it is. */
export async function readinessFaults(sources: ReadinessSources): Promise<ReadinessFault[]> {
  const faults: ReadinessFault[] = [];
  if (sources.isStopping()) {
    const remedy = 'Nothing: it ends within 20 seconds.';
    faults.push({ check: 'process', message: 'It is stopping.', remedy });
  }
  for (const problem of [await sources.storeProblem(), await sources.lossProblem()]) {
    if (problem !== undefined) faults.push({ check: 'store', ...wordsOf(problem) });
  }
  const disk = await sources.diskProblem();
  if (disk?.isFull === true) {
    faults.push({ check: 'store', message: `${disk.message}.`, remedy: disk.remedy });
  }
  for (const id of sources.notStarted()) {
    faults.push({
      check: 'platform',
      message: `${id} does not take commands yet: it is still starting.`,
      remedy: 'Wait a minute; then the log says what stands in the way.',
    });
  }
  for (const away of sources.away()) {
    if (away.ms < longestAwayMs) continue;
    faults.push({ check: 'platform', ...wordsOf(away.problem ?? lostConnection(away)) });
  }
  const feeds = sources.feeds();
  if (sources.paperCount() === 0 && feeds.every(({ readAt }) => readAt === undefined)) {
    faults.push({ check: 'feeds', ...unreadFeeds(feeds) });
  }
  return faults;
}

function wordsOf({ message, remedy }: Problem): Pick<Problem, 'message' | 'remedy'> {
  return { message, ...(remedy !== undefined && { remedy }) };
}

function lostConnection({ id, ms }: Away): Problem {
  return {
    message: `${id} has been without its connection for ${Math.floor(ms / 1_000)} seconds.`,
    remedy: 'It connects again by itself; the log says what stands in the way.',
  };
}

function unreadFeeds(feeds: readonly FeedState[]): Required<Pick<Problem, 'message' | 'remedy'>> {
  const reasons = feeds.flatMap(({ feed, problem }) =>
    problem === undefined ? [] : [`${feed}: ${problem}`],
  );
  const message = 'No feed was read yet, and no papers are stored';
  if (reasons.length === 0) {
    const remedy = 'Wait a minute; the log says how it goes.';
    return { message: `${message}: no read has ended yet.`, remedy };
  }
  return {
    message: `${message}. ${reasons.join(' ')}`,
    remedy: 'Reading is tried again by itself; see that this machine reaches the feeds.',
  };
}
