import type { Steps } from '../steps.ts';

/** Sorted terms (by UTF-16 code unit) in one string; a term's number is its place, so a prefix is a range of numbers. */
export interface Dictionary {
  readonly text: string;
  /** Where each term starts in `text`, and where the last one ends. */
  readonly starts: Uint32Array;
  readonly size: number;
}

/** Numbers of terms, `[from, to)`. */
export interface TermRange {
  readonly from: number;
  readonly to: number;
}

const perStep = 4096;

/** `terms` sorted by code unit, each once. */
export function* createDictionary(terms: readonly string[]): Steps<Dictionary> {
  const starts = new Uint32Array(terms.length + 1);
  const pieces: string[] = [];
  for (let from = 0; from < terms.length; from += perStep) {
    const piece = terms.slice(from, from + perStep);
    for (const [index, { length }] of piece.entries()) {
      starts[from + index + 1] = (starts[from + index] ?? 0) + length;
    }
    pieces.push(piece.join(''));
    yield;
  }
  return { text: pieces.join(''), starts, size: terms.length };
}

export function termAt({ text, starts }: Dictionary, index: number): string {
  return text.slice(starts[index], starts[index + 1]);
}

/** The number of a term, -1 where there is none. */
export function findTerm(dictionary: Dictionary, term: string): number {
  const index = lowerBound(dictionary, term);
  return index < dictionary.size && termAt(dictionary, index) === term ? index : -1;
}

export function prefixRange(dictionary: Dictionary, prefix: string): TermRange {
  const from = lowerBound(dictionary, prefix);
  return { from, to: lowerBound(dictionary, `${prefix}\uffff`, from) };
}

/** The number of the first term that is not before `term`. */
export function lowerBound(dictionary: Dictionary, term: string, from = 0): number {
  let low = from;
  let high = dictionary.size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (termAt(dictionary, middle) < term) low = middle + 1;
    else high = middle;
  }
  return low;
}
