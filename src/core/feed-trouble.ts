import type { Instant } from './paper.ts';

/** What is wrong with a feed, for as long as it has been. It is stored: a restart neither forgets nor repeats it. */
export interface FeedTrouble {
  /** `misshapen`: it answers, but most of its entries cannot be used. `empty`: it answers, but has nothing to give. */
  readonly kind: 'failing' | 'misshapen' | 'empty';
  readonly since: Instant;
  /** Reads in a row that found trouble. */
  readonly reads: number;
  /** What the latest of them found, in one sentence. */
  readonly text: string;
}

/** What one read of a whole feed came to. */
export interface FeedReport {
  /** Whether at least one part was read, or was unchanged. */
  readonly reached: boolean;
  /** What could not be read, one sentence each. */
  readonly failures: readonly string[];
  /** Parts that were not read because they had not changed. */
  readonly unchanged: number;
  /** Entries that became papers, and entries that could not be used. */
  readonly papers: number;
  readonly dropped: number;
  /** A weekday that is over, for which no paper is known. */
  readonly emptyDay?: string;
}

/** Fewer entries than this say nothing about the rest. */
const leastEntries = 5;
const outageMs = 30 * 60_000;

/** The trouble as a read leaves it: whatever is wrong at each of several reads in a row is one trouble. */
export function troubleAfter(
  previous: FeedTrouble | undefined,
  report: FeedReport,
  at: Instant,
): FeedTrouble | undefined {
  const found = troubleIn(report);
  if (found === undefined) return undefined;
  return { ...found, since: previous?.since ?? at, reads: (previous?.reads ?? 0) + 1 };
}

/** Whether it is more than a blip: found by two reads in a row or more, over half an hour or more. */
export function isOutage({ since, reads }: FeedTrouble, now: number): boolean {
  return reads > 1 && now - Date.parse(since) >= outageMs;
}

/** What is wrong with a feed, by what is remembered of it: its days and pages, and the feed as a whole, which alone has trouble. */
export function troubleOf(
  memories: readonly { readonly feed: string; readonly trouble?: FeedTrouble }[],
  id: string,
): FeedTrouble | undefined {
  return memories.find(({ feed, trouble }) => feed === id && trouble !== undefined)?.trouble;
}

function troubleIn(report: FeedReport): Pick<FeedTrouble, 'kind' | 'text'> | undefined {
  const { failures, papers, dropped, unchanged, emptyDay } = report;
  const [failure] = failures;
  if (failure !== undefined) return { kind: 'failing', text: failure };
  const entries = papers + dropped;
  if (entries >= leastEntries && dropped > papers) {
    const text = `${dropped} of ${entries} entries cannot be used: its shape may have changed.`;
    return { kind: 'misshapen', text };
  }
  if (entries === 0 && unchanged === 0) {
    return { kind: 'empty', text: 'It answers, but lists nothing at all.' };
  }
  if (emptyDay === undefined) return undefined;
  return { kind: 'empty', text: `It lists nothing for ${emptyDay}, which was a weekday.` };
}
