import { type ForwardIndex, firstSection, forEachTerm } from './forward.ts';

/** The terms of a section and where each stands, `[start, end)` in words. Room for them is used again and again. */
export interface Words {
  count: number;
  terms: Uint32Array;
  starts: Uint32Array;
  ends: Uint32Array;
}

export function createWords(): Words {
  return {
    count: 0,
    terms: new Uint32Array(0),
    starts: new Uint32Array(0),
    ends: new Uint32Array(0),
  };
}

/** Reads the title of a paper into `words`, and gives how many words it has, compounds not counted. */
export function readTitle(forward: ForwardIndex, doc: number, words: Words): number {
  const { from, to, count } = firstSection(forward, doc);
  readWords(forward, from, to, words);
  return count;
}

function readWords(forward: ForwardIndex, from: number, to: number, words: Words): void {
  // No entry is shorter than a byte.
  if (words.terms.length < to - from) {
    words.terms = new Uint32Array((to - from) * 2);
    words.starts = new Uint32Array((to - from) * 2);
    words.ends = new Uint32Array((to - from) * 2);
  }
  const { terms, starts, ends } = words;
  let count = 0;
  let next = 0;
  forEachTerm(forward, from, to, (term, width) => {
    if (width === 1) next += 1;
    terms[count] = term;
    starts[count] = next - width;
    ends[count] = next;
    count += 1;
  });
  words.count = count;
}
