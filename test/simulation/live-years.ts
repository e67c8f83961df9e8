import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { SimulationReport } from './simulate.ts';

/** What came of one seed. */
export interface Year extends SimulationReport {
  /** Processor time that it took. */
  readonly cpuSeconds: number;
}

/** What a step makes is forgotten with it: more room for the young saves a tenth of the time. */
const execArgv = [...process.execArgv, '--max-semi-space-size=64'];
const script = fileURLToPath(new URL('year.ts', import.meta.url));

/** Lives through a year for each seed, several at a time, and calls `onYear` as each ends. Rejects where a process ends early. */
export async function liveYears(
  seeds: readonly number[],
  processes: number,
  onYear: (year: Year) => void,
): Promise<void> {
  const waiting = [...seeds];

  async function work(child: ChildProcess): Promise<void> {
    const gone = once(child, 'exit').then(([code]) => {
      throw new Error(`a process ended with ${code}`);
    });
    for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift()) {
      child.send(seed);
      const [year] = (await Promise.race([once(child, 'message'), gone])) as [Year];
      onYear(year);
    }
    gone.catch(() => undefined);
    child.disconnect();
  }

  const children = Array.from({ length: processes }, () => fork(script, { execArgv }));
  try {
    await Promise.all(children.map(work));
  } finally {
    for (const child of children) child.kill();
  }
}
