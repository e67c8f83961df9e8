import type { TextField } from '../query/ast.ts';

/** A kind of text that papers have. */
export interface Section {
  readonly field: TextField | 'tldr';
  /** Starts its terms in the dictionary, unless they are content. Sorts before every letter and digit, so that no content prefix reaches it. */
  readonly namespace: string;
  /** How much more a term says in it than in the abstract. */
  readonly weight: number;
  /** In words: half of the papers' are about as long. */
  readonly typicalLength: number;
}

/** By section number. The first four are content: what a word without a field looks at. */
export const sections: readonly Section[] = [
  { field: 'title', namespace: '', weight: 3, typicalLength: 11 },
  { field: 'abstract', namespace: '', weight: 1, typicalLength: 190 },
  { field: 'tldr', namespace: '', weight: 1, typicalLength: 25 },
  { field: 'keyword', namespace: '', weight: 1.5, typicalLength: 2 },
  { field: 'author', namespace: '!', weight: 1, typicalLength: 2 },
  { field: 'org', namespace: '#', weight: 1, typicalLength: 3 },
  { field: 'category', namespace: '%', weight: 1, typicalLength: 1 },
];
export const titleSection = 0;
export const contentSections = 4;
/** Content sections as bits, `1 << section`. */
export const contentMask = (1 << contentSections) - 1;

/** Where a field's terms stand: their namespace in the dictionary, and its sections as bits. */
export interface FieldScope {
  readonly namespace: string;
  readonly mask: number;
}

export function fieldScope(field: TextField | undefined): FieldScope {
  const number = sections.findIndex((section) => section.field === field);
  const section = sections[number];
  if (section === undefined) return { namespace: '', mask: contentMask };
  return { namespace: section.namespace, mask: 1 << number };
}

/**
 * Papers as rows of terms, which phrases, re-ranking and merging read. Terms are written as codes in the order in which they
 * were first met, so that frequent ones are short and stay as they are when new papers bring new terms. A paper is a run of
 * sections: a byte for the section's number, its words, the length of what follows in bytes, and its words in order. A word
 * is its code + 1; a joined compound follows its parts as 0, the number of its parts, its code + 1. All numbers are `varint`s.
 */
export interface ForwardIndex {
  readonly bytes: Uint8Array;
  /** Where each paper starts, and where the last one ends. */
  readonly starts: Uint32Array;
  /** By code: the number of the term in the dictionary; of a code that no paper has any more, no term's number. */
  readonly terms: Uint32Array;
}

/** Calls `visit` with each section of a paper: its number, its entries for `forEachTerm`, and how many words it has. */
export function forEachSection(
  { bytes, starts }: ForwardIndex,
  doc: number,
  visit: (section: number, from: number, to: number, words: number) => void,
): void {
  const end = starts[doc + 1] ?? 0;
  let at = starts[doc] ?? end;
  while (at < end) {
    const section = bytes[at] ?? 0;
    const words = readVarint(bytes, at + 1);
    at += 1 + varintLength(words);
    const length = readVarint(bytes, at);
    const from = at + varintLength(length);
    at = from + length;
    visit(section, from, at, words);
  }
}

/** The entries of a paper's first section, which is its title, and how many words it has. */
export function firstSection({ bytes, starts }: ForwardIndex, doc: number) {
  const start = (starts[doc] ?? 0) + 1;
  const count = readVarint(bytes, start);
  const at = start + varintLength(count);
  const length = readVarint(bytes, at);
  const from = at + varintLength(length);
  return { from, to: from + length, count };
}

/** Calls `visit` with each term and the number of words it covers: 1, or for a joined compound (after its parts) more. */
export function forEachTerm(
  forward: ForwardIndex,
  from: number,
  to: number,
  visit: (term: number, width: number) => void,
): void {
  forEachCode(forward.bytes, from, to, (code, width) => visit(forward.terms[code] ?? 0, width));
}

/** As `forEachTerm`, with codes. */
export function forEachCode(
  bytes: Uint8Array,
  from: number,
  to: number,
  visit: (code: number, width: number) => void,
): void {
  for (let at = from; at < to; ) {
    let width = 1;
    if (bytes[at] === 0) {
      width = readVarint(bytes, at + 1);
      at += 1 + varintLength(width);
    }
    const value = readVarint(bytes, at);
    at += varintLength(value);
    visit(value - 1, width);
  }
}

/** A whole number below 2^28 in units of 7 bits, the lowest first; all bytes but the last have their highest bit set. */
export function readVarint(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return first;
  const second = bytes[at + 1] ?? 0;
  const low = (first & 0x7f) | ((second & 0x7f) << 7);
  if (second < 0x80) return low;
  const third = bytes[at + 2] ?? 0;
  const middle = low | ((third & 0x7f) << 14);
  return third < 0x80 ? middle : middle | ((bytes[at + 3] ?? 0) << 21);
}

export function firstVarintByte(value: number): number {
  return value < 0x80 ? value : (value & 0x7f) | 0x80;
}

export function varintLength(value: number): number {
  if (value < 1 << 7) return 1;
  if (value < 1 << 14) return 2;
  return value < 1 << 21 ? 3 : 4;
}
