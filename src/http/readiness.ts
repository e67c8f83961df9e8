import type { Problem } from '../core/problem.ts';

/** Something that keeps the process from doing its work. */
export interface ReadinessFault extends Pick<Problem, 'message' | 'remedy'> {
  readonly check: 'process' | 'store' | 'platform' | 'feeds';
}

export interface ReadinessSources {
  isStopping(): boolean;
  /** The platforms that do not take commands yet, by their ids. */
  notStarted(): readonly string[];
  storeProblem(): Promise<Problem | undefined>;
  /** Whether there are papers, or a feed was read at least. */
  hasPapers(): boolean;
}

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
  if (!sources.hasPapers()) {
    faults.push({ check: 'feeds', message: 'No feed was read yet, and no papers are stored.' });
  }
  return faults;
}
