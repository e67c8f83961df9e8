/** A part of the product measured beside what others would use instead, under the name by which `npm run bench -- NAME` knows it. */
export interface Bench {
  readonly name: string;
  readonly title: string;
  run(report: BenchReport): Promise<void>;
}

export interface BenchReport {
  /** Whether the run must be over within seconds, as in CI: fewer papers, fewer rounds. */
  readonly isSmall: boolean;
  /** Says what is under way. */
  progress(message: string): void;
  row(row: BenchRow): void;
  /** A point of the plot that shows how cost grows with size. */
  point(point: BenchPoint): void;
}

/** One figure. Both values are in `unit`, and measured in this run. */
export interface BenchRow {
  readonly what: string;
  readonly ours: number;
  readonly unit: string;
  /** The peer that did the same work with the same output, or why there is none to compare with. */
  readonly baseline?:
    | { readonly name: string; readonly value: number }
    | { readonly name: string; readonly cannot: string };
  /** What the target is about, unless it is how many times less than the baseline ours takes: say a cost at one size over another. */
  readonly ratio?: number;
  /** A bound on the ratio where the row has one, else on `ours`. */
  readonly target?: { readonly atLeast: number } | { readonly atMost: number };
  readonly note?: string;
}

export interface BenchPoint {
  readonly axis: 'papers' | 'subscriptions';
  /** What is drawn as one line. */
  readonly series: string;
  readonly size: number;
  /** Milliseconds, above 0. */
  readonly ms: number;
}

/** The ratio of a row: its own, else how many times more the baseline takes than ours; undefined where there is nothing to compare. */
export function ratioOf({ ratio, baseline, ours }: BenchRow): number | undefined {
  if (ratio !== undefined) return ratio;
  return baseline !== undefined && 'value' in baseline ? baseline.value / ours : undefined;
}

/** Whether the row meets its target; undefined where it has none, or what it speaks of could not be measured. */
export function meetsTarget(row: BenchRow): boolean | undefined {
  if (row.target === undefined) return undefined;
  const value = row.baseline === undefined && row.ratio === undefined ? row.ours : ratioOf(row);
  if (value === undefined) return undefined;
  return 'atLeast' in row.target ? value >= row.target.atLeast : value <= row.target.atMost;
}
