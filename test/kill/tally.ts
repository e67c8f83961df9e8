import { deliveryId } from '../../src/core/delivery.ts';
import type { StoreDump } from '../../src/store/store.ts';
import { type Moment, moments } from './moments.ts';
import type { Place } from './side.ts';

/** What came of the rounds. */
export interface KillReport {
  readonly seed: number;
  /** How often it was killed, by the moment that was chosen. */
  readonly kills: Readonly<Record<Moment, number>>;
  /** How often it was killed before it was ready. */
  readonly early: number;
  /** Changes that people were told are done. */
  readonly granted: number;
  /** Messages of digests that people can see. */
  readonly messages: number;
  /** Those that were being sent when a process ended. */
  readonly brokenOff: number;
  /** Starts that found a write cut off. */
  readonly tornWrites: number;
  /** Messages that were sent once more because nobody can tell, and that are there twice. All are marked. */
  readonly resent: number;
  readonly twice: number;
  /** Messages that are not sent once more because nobody can tell. */
  readonly held: number;
  /** What is not as promised, one line each. */
  readonly breaches: readonly string[];
  /** Of the last process. */
  readonly log: string;
  /** As it was last looked at. */
  readonly dump?: StoreDump;
}

export interface Tally {
  /** How long starts take, milliseconds. */
  startMs(): number;
  started(ms: number): void;
  killed(moment: Moment, log: string): void;
  looked(dump: StoreDump, places: readonly Place[], granted: number): void;
  line(): string;
  report(): Omit<KillReport, 'breaches' | 'log'>;
}

export function createTally(seed: number): Tally {
  const kills = Object.fromEntries(moments.map((each) => [each, 0])) as Record<Moment, number>;
  const counts = {
    early: 0,
    granted: 0,
    messages: 0,
    brokenOff: 0,
    tornWrites: 0,
    resent: 0,
    twice: 0,
    held: 0,
  };
  let startMs = 2_000;
  let last: StoreDump | undefined;
  return {
    startMs: () => startMs,
    started(ms) {
      startMs = (3 * startMs + ms) / 4;
    },
    killed(moment, log) {
      kills[moment] += 1;
      if (!log.includes('Feeds read')) counts.early += 1;
      counts.brokenOff += Number(/(\d+) messages? broke off/.exec(log)?.[1] ?? 0);
      if (log.includes('the last write was cut off')) counts.tornWrites += 1;
    },
    looked(dump, places, granted) {
      last = dump;
      const { deliveries } = dump;
      const marks = places.flatMap((place) => place.shown().map(({ mark }) => mark));
      const marked = deliveries.filter((row) => 'mayBeTwice' in row && row.mayBeTwice);
      const ids = new Set(marked.map(deliveryId));
      counts.granted = granted;
      counts.messages = marks.length;
      counts.resent = marked.length;
      counts.twice =
        marks.filter((mark) => ids.has(mark)).length -
        new Set(marks.filter((mark) => ids.has(mark))).size;
      counts.held = deliveries.filter((row) => row.status === 'uncertain' && row.held).length;
    },
    line: () =>
      Object.entries(counts)
        .map(([name, count]) => `${name} ${count}`)
        .join(', '),
    report: () => ({ seed, kills, ...counts, ...(last && { dump: last }) }),
  };
}
