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

const perPiece = 4096;

/** Makes a dictionary of terms that come sorted by code unit, each once. */
export interface DictionaryWriter {
  add(term: string): void;
  finish(): Dictionary;
}

export function createDictionaryWriter(): DictionaryWriter {
  const starts = [0];
  const pieces: string[] = [];
  let piece: string[] = [];
  let end = 0;
  return {
    add(term) {
      end += term.length;
      starts.push(end);
      piece.push(term);
      if (piece.length < perPiece) return;
      pieces.push(piece.join(''));
      piece = [];
    },
    finish() {
      pieces.push(piece.join(''));
      const size = starts.length - 1;
      return { text: pieces.join(''), starts: Uint32Array.from(starts), size };
    },
  };
}

/** `terms` sorted by code unit, each once. */
export function* createDictionary(terms: readonly string[]): Steps<Dictionary> {
  const writer = createDictionaryWriter();
  for (const [index, term] of terms.entries()) {
    writer.add(term);
    if (index % perPiece === 0) yield;
  }
  return writer.finish();
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
