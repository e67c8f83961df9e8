import type { Steps } from '../steps.ts';
import type { Dictionary, TermRange } from './dictionary.ts';

export interface NearTerm {
  readonly term: number;
  readonly distance: number;
}

/** A dictionary and, by term, the letters it has as bits of a word: most terms can be passed over by them alone. */
export interface Spellings {
  readonly dictionary: Dictionary;
  readonly letters: Uint32Array;
}

const perStep = 4096;

export function* lettersOfTerms({ text, starts, size }: Dictionary): Steps<Uint32Array> {
  const letters = new Uint32Array(size);
  for (let term = 0; term < size; term += 1) {
    letters[term] = lettersOf(text, starts[term] ?? 0, starts[term + 1] ?? 0);
    if (term % perStep === 0) yield;
  }
  return letters;
}

/** Each letter from a to z has a bit of its own, and shares it with other characters. */
function lettersOf(text: string, start: number, end: number): number {
  let letters = 0;
  for (let at = start; at < end; at += 1) letters |= 1 << (text.charCodeAt(at) & 31);
  return letters >>> 0;
}

/**
 * The terms of a range that are within `max` edits of `word`: insertions, deletions, substitutions and swaps of neighbors
 * (optimal string alignment, in UTF-16 units). Compared are only terms about as long of about the same letters: an edit brings
 * one letter at most, and takes one away.
 */
export function nearTerms(
  { dictionary: { text, starts }, letters }: Spellings,
  { from, to }: TermRange,
  word: string,
  max: number,
): NearTerm[] {
  const wanted = lettersOf(word, 0, word.length);
  const { distanceTo } = createDistanceRows(word, max);
  const near: NearTerm[] = [];
  for (let term = from; term < to; term += 1) {
    const own = letters[term] ?? 0;
    if (hasMoreBits(own & ~wanted, max) || hasMoreBits(wanted & ~own, max)) continue;
    const start = starts[term] ?? 0;
    const length = (starts[term + 1] ?? 0) - start;
    if (Math.abs(length - word.length) > max) continue;
    const distance = distanceTo(text, start, length);
    if (distance <= max) near.push({ term, distance });
  }
  return near;
}

function hasMoreBits(bits: number, most: number): boolean {
  let rest = bits;
  for (let taken = 0; taken < most; taken += 1) rest &= rest - 1;
  return rest !== 0;
}

/** Row `depth` holds the distances of the first `depth` units of a term to every beginning of the word, capped at `max + 1`. */
function createDistanceRows(word: string, max: number) {
  const width = word.length + 1;
  const cap = max + 1;
  const cells = new Uint8Array((word.length + max + 2) * width).fill(cap);
  for (let column = 0; column <= Math.min(max, word.length); column += 1) cells[column] = column;

  /** Fills one row from those above it, only where it can be within `max`; gives its least distance. */
  function fill(depth: number, text: string, start: number): number {
    const row = depth * width;
    const unit = text.charCodeAt(start + depth - 1);
    const first = Math.max(0, depth - max);
    const last = Math.min(word.length, depth + max);
    let least = cap;
    for (let column = first; column <= last; column += 1) {
      let distance = (cells[row - width + column] ?? cap) + 1;
      if (column > 0) {
        const same = word.charCodeAt(column - 1) === unit;
        const beside = column > first ? (cells[row + column - 1] ?? cap) + 1 : cap;
        const across = (cells[row - width + column - 1] ?? cap) + (same ? 0 : 1);
        distance = Math.min(distance, beside, across);
        if (
          depth > 1 &&
          column > 1 &&
          word.charCodeAt(column - 2) === unit &&
          word.charCodeAt(column - 1) === text.charCodeAt(start + depth - 2)
        ) {
          distance = Math.min(distance, (cells[row - 2 * width + column - 2] ?? cap) + 1);
        }
      }
      cells[row + column] = Math.min(distance, cap);
      least = Math.min(least, distance);
    }
    return least;
  }

  /** The distance of a piece of text, `max + 1` where it is larger. */
  function distanceTo(text: string, start: number, length: number): number {
    for (let depth = 1; depth <= length; depth += 1) {
      if (fill(depth, text, start) > max) return cap;
    }
    return cells[length * width + word.length] ?? cap;
  }

  return { distanceTo };
}
