import type { Problem } from '../core/problem.ts';

/** Something that keeps the process from doing its work. */
export interface ReadinessFault extends Pick<Problem, 'message' | 'remedy'> {
  readonly check: 'process' | 'store' | 'platform' | 'feeds';
}

export interface ReadinessSources {
  isStopping(): boolean;
  /** The platforms that do not take commands yet, by their ids. */
  notStarted(): readonly string[];
  /** For how long those that keep a connection open have been without it, milliseconds. */
  away(): readonly { readonly id: string; readonly ms: number }[];
  storeProblem(): Promise<Problem | undefined>;
  /** Whether there are papers, or a feed was read at least. */
  hasPapers(): boolean;
}

/** A connection that is lost is made again within seconds, as a rule. */
const longestAwayMs = 60_000;

/** Everything that keeps it from being ready; nothing where it is. */
export async function readinessFaults(sources: ReadinessSources): Promise<ReadinessFault[]> {
  const faults: ReadinessFault[] = [];
  if (sources.isStopping()) faults.push({ check: 'process', message: 'It is stopping.' });
  const problem = await sources.storeProblem();
  if (problem !== undefined) {
    const { message, remedy } = problem;
    faults.push({ check: 'store', message, ...(remedy !== undefined && { remedy }) });
  }
  for (const id of sources.notStarted()) {
    faults.push({ check: 'platform', message: `${id} does not take commands yet.` });
  }
  for (const { id, ms } of sources.away()) {
    if (ms < longestAwayMs) continue;
    faults.push({
      check: 'platform',
      message: `${id} has been without its connection for ${Math.floor(ms / 1_000)} seconds.`,
      remedy: 'It connects again by itself; the log says what stands in the way.',
    });
  }
  if (!sources.hasPapers()) {
    faults.push({ check: 'feeds', message: 'No feed was read yet, and no papers are stored.' });
  }
  return faults;
}
