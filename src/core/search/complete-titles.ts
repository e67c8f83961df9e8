import { foldPrefix, tokenize } from '../text/tokenize.ts';
import { addAll, type Bitset, emptyBitset, forEachBit } from './bitset.ts';
import type { TermRange } from './dictionary.ts';
import { havingAny } from './evaluate.ts';
import { fieldScope, forEachSection, forEachTerm, titleSection } from './forward.ts';
import { compareRanked, type RankedDoc } from './rank-hits.ts';
import type { Segment } from './segment.ts';
import { termRange } from './text-rows.ts';
import { createTop } from './top.ts';

const longestTyped = 200;

/** Papers whose title has every word typed, the last one perhaps only begun; first those whose title starts so. */
export function completeTitles(
  typed: string,
  segments: readonly Segment[],
  limit: number,
): readonly RankedDoc[] {
  if (limit === 0) return [];
  const words = wordsOf(typed.slice(0, longestTyped));
  const top = createTop(limit, compareRanked);
  for (const segment of segments) {
    const row = words.map((word) => rangesOf(word, segment));
    const next = { segment, doc: 0, score: 0 };
    forEachBit(titlesWith(row, segment), (doc) => {
      next.doc = doc;
      next.score = startsWith(segment, doc, row) ? 1 : 0;
      if (top.takes(next)) top.offer({ ...next });
    });
  }
  return top.sorted();
}

/** A typed word: its term and, where it may go on, what it begins with. */
interface TypedWord {
  readonly term: string;
  readonly beginning?: string;
}

function wordsOf(typed: string): readonly TypedWord[] {
  const words = tokenize(typed).filter(({ joined }) => !joined);
  return words.map(({ term, start, end }) =>
    end === typed.length ? { term, beginning: foldPrefix(typed.slice(start, end)) } : { term },
  );
}

function rangesOf({ term, beginning }: TypedWord, segment: Segment): readonly TermRange[] {
  const whole = termRange(segment.dictionary, term, false);
  return beginning === undefined
    ? [whole]
    : [whole, termRange(segment.dictionary, beginning, true)];
}

function titlesWith(row: readonly (readonly TermRange[])[], segment: Segment): Bitset {
  const { mask } = fieldScope('title');
  return row.reduce((within, ranges) => {
    const found = emptyBitset(segment.papers.length);
    for (const range of ranges) addAll(found, havingAny(range, mask, segment, within));
    return found;
  }, segment.live);
}

function startsWith(
  { forward }: Segment,
  doc: number,
  row: readonly (readonly TermRange[])[],
): boolean {
  let matched = 0;
  let position = 0;
  forEachSection(forward, doc, (section, start, end) => {
    if (section !== titleSection) return;
    forEachTerm(forward, start, end, (term, width) => {
      if (width > 1) return;
      const ranges = position === matched ? row[position] : undefined;
      position += 1;
      if (ranges?.some(({ from, to }) => term >= from && term < to)) matched += 1;
    });
  });
  return matched === row.length;
}
