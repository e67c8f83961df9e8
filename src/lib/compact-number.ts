const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const largest = 999e12;

/** A count in few characters: `128`, `2.1k`, `3.4M`. What is no number is `?`. */
export function compactNumber(count: number): string {
  if (Number.isNaN(count)) return '?';
  return compact.format(Math.min(largest, Math.max(-largest, count))).replace('K', 'k');
}
