import type { FeedDay, Paper, PaperId } from './paper.ts';

const hourMs = 3_600_000;
/** A list without a new paper for this long is taken to be complete. */
const stableMs = 2 * hourMs;
/** Hugging Face opens a day at 01:30 or 02:30 UTC; by this hour of it, people want to read what is there. */
const latestHourMs = 16 * hourMs;
/** However odd its feed day is, no paper waits longer. */
const longestWaitMs = 24 * hourMs;

/** A paper with the instant from which it counts as having come, epoch milliseconds. */
export interface Arrived {
  readonly paper: Paper;
  readonly at: number;
}

/**
 * When papers came. The papers of a feed day count from when its list had been stable for two hours, or from 16:00 UTC of that
 * day, so that no digest has half a day's list; those that come later, or have no feed day, from their own arrival. What
 * counts at an instant does not change any more by what comes after it.
 */
export interface Arrivals {
  /** Those that count from after one instant up to another, epoch milliseconds; in the order in which they came. */
  settled(after: number, until: number): Arrived[];
  /** Those that came after one instant up to another, whether their list was complete or not. */
  met(after: number, until: number): Arrived[];
  apply(change: { readonly put: readonly Paper[]; readonly removed: readonly PaperId[] }): void;
  /** A number that is another after each change. */
  version(): number;
}

interface Entry {
  paper: Paper;
  readonly came: number;
  at: number;
}

export function createArrivals(stored: Iterable<Paper>): Arrivals {
  const byId = new Map<PaperId, Entry>();
  const days = new Map<FeedDay, Entry[]>();
  let entries: Entry[] = [];
  let version = 0;

  function span(after: number, until: number): Entry[] {
    return entries.slice(firstAfter(entries, after), firstAfter(entries, until));
  }

  function remove(gone: ReadonlySet<Entry>): void {
    entries = entries.filter((entry) => !gone.has(entry));
    for (const { paper } of gone) {
      byId.delete(paper.id);
      const day = days.get(paper.featuredOn ?? '');
      if (day)
        days.set(
          paper.featuredOn ?? '',
          day.filter((entry) => !gone.has(entry)),
        );
    }
  }

  function add(papers: Iterable<Paper>): void {
    const changed = new Set<Entry[]>();
    for (const paper of papers) {
      const came = Date.parse(paper.arrivedAt);
      const entry: Entry = { paper, came, at: came };
      byId.set(paper.id, entry);
      insert(entries, entry);
      if (paper.featuredOn === undefined) continue;
      const day = days.get(paper.featuredOn) ?? [];
      days.set(paper.featuredOn, day);
      insert(day, entry);
      changed.add(day);
    }
    for (const day of changed) settleDay(day);
  }

  function isMoved({ paper }: Entry, { arrivedAt, featuredOn }: Paper): boolean {
    return paper.arrivedAt !== arrivedAt || paper.featuredOn !== featuredOn;
  }

  function apply({ put, removed }: Parameters<Arrivals['apply']>[0]): void {
    version += 1;
    const gone = new Set(removed.flatMap((id) => byId.get(id) ?? []));
    const fresh: Paper[] = [];
    for (const paper of put) {
      const entry = byId.get(paper.id);
      if (entry !== undefined && !isMoved(entry, paper)) {
        entry.paper = paper;
        continue;
      }
      if (entry !== undefined) gone.add(entry);
      fresh.push(paper);
    }
    if (gone.size > 0) remove(gone);
    add(fresh);
  }

  add(byArrival(stored));
  return {
    settled: (after, until) =>
      span(after - longestWaitMs, until).filter(({ at }) => at > after && at <= until),
    met: (after, until) => span(after, until).map(({ paper, came }) => ({ paper, at: came })),
    apply,
    version: () => version,
  };
}

/** In the order of their arrival most of them can be appended. */
function byArrival(papers: Iterable<Paper>): Paper[] {
  return [...papers].sort((a, b) => (a.arrivedAt < b.arrivedAt ? -1 : 1));
}

function insert(into: Entry[], entry: Entry): void {
  const last = into.at(-1);
  if (last === undefined || last.came <= entry.came) into.push(entry);
  else into.splice(firstAfter(into, entry.came), 0, entry);
}

/** Where the entries that came after an instant begin. */
function firstAfter(sorted: readonly Entry[], instant: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.came ?? 0) <= instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** From when the papers of one feed day count, in the order in which they came. */
function settleDay(day: readonly Entry[]): void {
  const latest = Date.parse(`${day[0]?.paper.featuredOn}T00:00:00Z`) + latestHourMs;
  let next: Entry | undefined;
  for (const entry of day.toReversed()) {
    const { came } = entry;
    const isStable = next === undefined || next.came - came >= stableMs;
    const stable = isStable ? came + stableMs : (next?.at ?? came);
    entry.at = came >= latest ? came : Math.min(stable, latest, came + longestWaitMs);
    next = entry;
  }
}
