import { type BenchRow, meetsTarget, ratioOf } from './bench.ts';

/** A Markdown table of the rows, wide enough to be read in a terminal, and their notes below it. */
export function tableOf(title: string, rows: readonly BenchRow[]): string {
  const notes = [...new Set(rows.flatMap(({ note }) => (note === undefined ? [] : [note])))];
  const head = ['what', 'peer', 'ours', 'ratio', 'target', ''];
  const body = rows.map((row) => cellsOf(row, notes));
  const widths = head.map((_, column) =>
    Math.max(3, ...[head, ...body].map((cells) => cells[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [
    `## ${title}`,
    '',
    line(head),
    line(widths.map((width) => '-'.repeat(width))),
    ...body.map(line),
    ...(notes.length === 0 ? [] : ['']),
    ...notes.map((note, index) => `(${index + 1}) ${note}`),
  ].join('\n');
}

function cellsOf(row: BenchRow, notes: readonly string[]): readonly string[] {
  const { what, baseline, ours, unit, target, note } = row;
  const ratio = ratioOf(row);
  const isMet = meetsTarget(row);
  return [
    note === undefined ? what : `${what} (${notes.indexOf(note) + 1})`,
    baseline === undefined ? '' : peerText(baseline, unit),
    `${figure(ours)} ${unit}`,
    ratio === undefined ? '' : `${figure(ratio)}x`,
    target === undefined ? '' : targetText(target),
    isMet === undefined ? '' : isMet ? 'met' : 'MISSED',
  ];
}

function peerText(baseline: NonNullable<BenchRow['baseline']>, unit: string): string {
  return 'value' in baseline
    ? `${baseline.name} ${figure(baseline.value)} ${unit}`
    : `${baseline.name}: ${baseline.cannot}`;
}

function targetText(target: NonNullable<BenchRow['target']>): string {
  return 'atLeast' in target ? `>= ${target.atLeast}` : `<= ${target.atMost}`;
}

/** Three digits that count. */
function figure(value: number): string {
  return value >= 100 ? value.toFixed(0) : Number(value.toPrecision(3)).toString();
}
