import type { Steps } from '../steps.ts';
import { titleSection } from './forward.ts';
import { sortTerms } from './sort-terms.ts';

/** Gives terms codes in the order in which they are met, and counts the papers that have them. */
export interface TermCodes {
  /** Begins the next paper. Its title must be read first. */
  nextPaper(): void;
  codeOf(term: string, section: number): number;
  /** All terms in order, and by code the number of each in it. */
  sorted(): Steps<SortedTerms>;
}

export interface SortedTerms {
  readonly sorted: readonly string[];
  /** By code. */
  readonly numbers: Uint32Array;
  /** By number, in how many papers the term was met, and in how many titles. */
  readonly counts: Uint32Array;
  readonly titleCounts: Uint32Array;
}

const perStep = 1024;

export function createTermCodes(): TermCodes {
  const codes = new Map<string, number>();
  const counts: number[] = [];
  const titleCounts: number[] = [];
  const latest: number[] = [];
  let paper = 0;

  function codeOf(term: string): number {
    const known = codes.get(term);
    if (known !== undefined) return known;
    codes.set(term, codes.size);
    counts.push(0);
    titleCounts.push(0);
    latest.push(0);
    return codes.size - 1;
  }

  return {
    nextPaper() {
      paper += 1;
    },
    codeOf(term, section) {
      const code = codeOf(term);
      if (latest[code] === paper) return code;
      latest[code] = paper;
      counts[code] = (counts[code] ?? 0) + 1;
      if (section === titleSection) titleCounts[code] = (titleCounts[code] ?? 0) + 1;
      return code;
    },
    *sorted() {
      const sorted = yield* sortTerms([...codes.keys()]);
      const numbers = new Uint32Array(sorted.length);
      const inAll = new Uint32Array(sorted.length);
      const inTitles = new Uint32Array(sorted.length);
      for (const [number, term] of sorted.entries()) {
        const code = codes.get(term) ?? 0;
        numbers[code] = number;
        inAll[number] = counts[code] ?? 0;
        inTitles[number] = titleCounts[code] ?? 0;
        if (number % perStep === 0) yield;
      }
      return { sorted, numbers, counts: inAll, titleCounts: inTitles };
    },
  };
}
