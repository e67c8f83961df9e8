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
 * Papers as rows of term numbers, which phrases, re-ranking and merging read. A paper is a run of sections, each a section
 * number, the count of entries that follow, and the entries: a term, or `joinedFlag | term` and the number of its parts.
 */
export interface ForwardIndex {
  readonly entries: Int32Array;
  /** Where each paper starts, and where the last one ends. */
  readonly starts: Uint32Array;
}

export const joinedFlag = 0x40000000;
export const termMask = joinedFlag - 1;

/** Calls `visit` with each section of a paper: its number, and its entries for `forEachTerm`. */
export function forEachSection(
  { entries, starts }: ForwardIndex,
  doc: number,
  visit: (section: number, from: number, to: number) => void,
): void {
  const end = starts[doc + 1] ?? 0;
  for (let at = starts[doc] ?? end; at < end; ) {
    const from = at + 2;
    at = from + (entries[at + 1] ?? 0);
    visit(entries[from - 2] ?? 0, from, at);
  }
}

/** Calls `visit` with each term and the number of words it covers: 1, or for a joined compound (after its parts) more. */
export function forEachTerm(
  { entries }: ForwardIndex,
  from: number,
  to: number,
  visit: (term: number, width: number) => void,
): void {
  for (let at = from; at < to; at += 1) {
    const entry = entries[at] ?? 0;
    if (entry < joinedFlag) visit(entry, 1);
    else {
      at += 1;
      visit(entry & termMask, entries[at] ?? 1);
    }
  }
}
