import type { TextField } from '../query/ast.ts';

/** Kinds of text a paper has. The first four are its content: what a word without a field looks at. */
export const sections = [
  'title',
  'abstract',
  'tldr',
  'keyword',
  'author',
  'org',
  'category',
] as const;
export type Section = (typeof sections)[number];

/** Content sections as bits, `1 << section`. */
export const contentMask = 0b1111;

/** Where a field's terms stand in the dictionary and, for content, in which sections. */
export interface FieldScope {
  /** Starts the terms that are not content. Sorts before every letter and digit, so that no content prefix reaches them. */
  readonly namespace: string;
  /** Sections as bits. */
  readonly mask: number;
}

export function fieldScope(field: TextField | undefined): FieldScope {
  if (field === undefined) return { namespace: '', mask: contentMask };
  const section = sections.indexOf(field);
  return { namespace: namespaces[section] ?? '', mask: 1 << section };
}

/** By section. */
export const namespaces = ['', '', '', '', '!', '#', '%'];

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

/** Calls `visit` with the sections of a paper whose bits are in `mask`; `from` and `to` are for `forEachTerm`. */
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
