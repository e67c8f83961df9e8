import { tokenize } from '../text/tokenize.ts';
import { hasBit } from './bitset.ts';
import { sections } from './forward.ts';
import { sectionTexts } from './forward-writer.ts';
import { docOf } from './postings.ts';
import type { Segment } from './segment.ts';
import { termRange } from './text-rows.ts';

/** A term as the first paper that has it spells it, in lower case: terms are folded, and `bia` is no word. */
export function spellingOf(namespace: string, word: string, segments: readonly Segment[]): string {
  const term = namespace + word;
  for (const segment of segments) {
    const { starts, entries } = segment.postings;
    const { from, to } = termRange(segment.dictionary, term, false);
    for (let at = starts[from] ?? 0; at < (starts[to] ?? 0); at += 1) {
      const doc = docOf(entries[at] ?? 0);
      const paper = hasBit(segment.live, doc) ? segment.papers[doc] : undefined;
      const found = paper === undefined ? undefined : findSpelling(sectionTexts(paper), term);
      if (found !== undefined) return found;
    }
  }
  return word;
}

function findSpelling(texts: readonly (readonly string[])[], term: string): string | undefined {
  for (const [section, { namespace }] of sections.entries()) {
    for (const text of texts[section] ?? []) {
      const token = tokenize(text).find((each) => namespace + each.term === term);
      if (token) return text.slice(token.start, token.end).toLowerCase();
    }
  }
  return undefined;
}
