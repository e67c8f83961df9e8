import type { Job } from './jobs.ts';

/** What waits to be done, a line for each platform. */
export interface Lines {
  /**
   * Puts these jobs, in order, in place of those that wait for the same platforms. Resolves once everybody who was called to
   * work for it finds nothing left to do.
   */
  work(jobs: ReadonlyMap<string, readonly Job[]>): Promise<void>;
}

interface Line {
  left: Iterator<Job>;
  workers: number;
}

/** Lines of which each is served by up to `atOnce` at a time, however often there is more to do. `serve` never rejects. */
export function createLines(atOnce: number, serve: (job: Job) => Promise<void>): Lines {
  const lines = new Map<string, Line>();

  async function worker(line: Line): Promise<void> {
    line.workers += 1;
    for (let next = line.left.next(); !next.done; next = line.left.next()) await serve(next.value);
    line.workers -= 1;
  }

  return {
    async work(jobs) {
      const workers: Promise<void>[] = [];
      for (const [platform, some] of jobs) {
        const line = lines.get(platform) ?? { left: some.values(), workers: 0 };
        lines.set(platform, line);
        line.left = some.values();
        const called = Math.min(atOnce - line.workers, some.length);
        for (let count = 0; count < called; count += 1) workers.push(worker(line));
      }
      await Promise.all(workers);
    },
  };
}
