import type { BenchPoint } from './bench.ts';

const panel = { width: 420, height: 320, left: 64, right: 20, top: 48, bottom: 56 };
const legendLine = 18;
/** Told apart by people with any color vision (Okabe and Ito, "Color universal design", 2008). */
const colors = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000'];
const dashes = ['', '6 3', '2 3'];

/** A picture of how cost grows: a log-log panel for papers and one for subscriptions, where there are points of them. */
export function plotSvg(points: readonly BenchPoint[]): string {
  const axes = [...new Set(points.map(({ axis }) => axis))].sort();
  const lines = Math.max(...axes.map((axis) => seriesOf(points, axis).size));
  const width = panel.width * axes.length;
  const height = panel.height + lines * legendLine + 12;
  const panels = axes.map((axis, index) => panelSvg(seriesOf(points, axis), axis, index));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description" font-family="sans-serif" font-size="12">
<title id="title">How cost grows with ${axes.join(' and ')}</title>
<desc id="description">${escaped(describe(points))}</desc>
<rect width="${width}" height="${height}" fill="#fff"/>
${panels.join('\n')}
</svg>
`;
}

type Series = ReadonlyMap<string, readonly BenchPoint[]>;

function seriesOf(points: readonly BenchPoint[], axis: BenchPoint['axis']): Series {
  const series = new Map<string, BenchPoint[]>();
  for (const point of points) {
    if (point.axis !== axis) continue;
    series.set(point.series, [...(series.get(point.series) ?? []), point]);
  }
  for (const line of series.values()) line.sort((a, b) => a.size - b.size);
  return series;
}

function panelSvg(series: Series, axis: string, index: number): string {
  const points = [...series.values()].flat();
  const x = logScale(
    points.map(({ size }) => size),
    panel.left,
    panel.width - panel.right,
  );
  const y = logScale(
    points.map(({ ms }) => ms),
    panel.height - panel.bottom,
    panel.top,
  );
  const middle = (panel.left + panel.width - panel.right) / 2;
  const floor = panel.height - panel.bottom;
  return [
    `<g transform="translate(${index * panel.width} 0)">`,
    `<text x="${middle}" y="24" text-anchor="middle" font-weight="bold">Milliseconds by number of ${axis}</text>`,
    ...x.ticks.map(
      (tick) =>
        `<path d="M${at(x.place(tick))} ${panel.top}V${floor}" stroke="#ddd"/><text x="${at(x.place(tick))}" y="${floor + 18}" text-anchor="middle">${tick.toLocaleString('en-US')}</text>`,
    ),
    ...y.ticks.map(
      (tick) =>
        `<path d="M${panel.left} ${at(y.place(tick))}H${panel.width - panel.right}" stroke="#ddd"/><text x="${panel.left - 6}" y="${at(y.place(tick) + 4)}" text-anchor="end">${tick.toLocaleString('en-US', { maximumSignificantDigits: 1 })}</text>`,
    ),
    `<text x="${middle}" y="${floor + 38}" text-anchor="middle">${axis}</text>`,
    ...[...series].map(([name, line], place) => {
      const color = colors[place % colors.length];
      const dash = dashes[Math.floor(place / colors.length) % dashes.length];
      const stroke = `stroke="${color}" stroke-width="2" stroke-dasharray="${dash}"`;
      const path = line.map(({ size, ms }) => `${at(x.place(size))} ${at(y.place(ms))}`).join('L');
      const key = panel.height + place * legendLine;
      return `<path d="M${path}" fill="none" ${stroke}/><path d="M${panel.left} ${key - 4}h24" ${stroke}/><text x="${panel.left + 32}" y="${key}">${escaped(name)}</text>`;
    }),
    '</g>',
  ].join('\n');
}

/** From whole powers of ten around the values to places between two bounds. */
function logScale(values: readonly number[], from: number, to: number) {
  const lowest = Math.floor(Math.log10(Math.min(...values)));
  const highest = Math.max(lowest + 1, Math.ceil(Math.log10(Math.max(...values))));
  return {
    ticks: Array.from({ length: highest - lowest + 1 }, (_, index) => 10 ** (lowest + index)),
    place: (value: number) =>
      from + ((Math.log10(value) - lowest) / (highest - lowest)) * (to - from),
  };
}

function describe(points: readonly BenchPoint[]): string {
  return points
    .map(({ series, size, axis, ms }) => `${series}: ${ms.toPrecision(3)} ms at ${size} ${axis}.`)
    .join(' ');
}

function at(place: number): string {
  return place.toFixed(1);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
