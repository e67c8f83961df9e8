import type { Steps } from '../steps.ts';

const runLength = 2048;

/** Strings sorted by UTF-16 code unit. */
export function* sortTerms(terms: readonly string[]): Steps<string[]> {
  let runs: string[][] = [];
  for (let from = 0; from < terms.length; from += runLength) {
    runs.push(terms.slice(from, from + runLength).sort());
    yield;
  }
  while (runs.length > 1) {
    const merged: string[][] = [];
    for (let at = 0; at < runs.length; at += 2) {
      merged.push(yield* mergeRuns(runs[at] ?? [], runs[at + 1] ?? []));
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

function* mergeRuns(one: readonly string[], other: readonly string[]): Steps<string[]> {
  const merged: string[] = [];
  let place = 0;
  for (const [index, term] of one.entries()) {
    for (; place < other.length; place += 1) {
      const next = other[place] ?? '';
      if (next > term) break;
      merged.push(next);
    }
    merged.push(term);
    if (index % runLength === 0) yield;
  }
  return merged.concat(other.slice(place));
}
