import { foldPrefix, tokenize } from '../text/tokenize.ts';
import { addBit, emptyBitset } from './bitset.ts';
import type { TermRange } from './dictionary.ts';
import { type Docs, docsOf, filterDocs, noDocs, within, without } from './docs.ts';
import { firstSection, readVarint } from './forward.ts';
import type { RankedDoc } from './ranked-doc.ts';
import { liveOf } from './read-postings.ts';
import type { Segment } from './segment.ts';
import { termRange } from './text-rows.ts';
import { createTop, type Top } from './top.ts';
import { createWords, readTitle } from './words.ts';

const longestTyped = 200;

/**
 * Papers whose title has every word typed, the last one perhaps only begun; first those whose title is nothing else, then
 * those whose title starts so.
 */
export function completeTitles(
  typed: string,
  segments: readonly Segment[],
  limit: number,
): readonly RankedDoc[] {
  if (limit === 0) return [];
  const words = wordsOf(typed.slice(0, longestTyped));
  const top = createTop(limit);
  for (const segment of segments) offerTitles(words, segment, limit, top);
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

/** First that of the whole word. */
type WordRanges = readonly [TermRange, ...TermRange[]];

function rangesOf({ term, beginning }: TypedWord, { dictionary }: Segment): WordRanges {
  const whole = termRange(dictionary, term, false);
  return beginning === undefined ? [whole] : [whole, termRange(dictionary, beginning, true)];
}

function offerTitles(words: readonly TypedWord[], segment: Segment, limit: number, top: Top): void {
  const row = words.map((word) => rangesOf(word, segment));
  const [first, ...rest] = row;
  const having = (docs: Docs) =>
    rest.reduce((left, ranges) => titlesWith(ranges, segment, left), docs);
  if (first === undefined) {
    offerAll(docsOf(segment.live, segment.docs.size), segment, 1, top);
    return;
  }
  const beginning = having(titlesBeginningWith(first, segment));
  const starting =
    rest.length === 0 ? beginning : filterDocs(beginning, titleStartsWith(segment, row));
  const whole = wholeTitles(starting, row, segment);
  offerAll(whole, segment, 2, top);
  offerAll(whole.length === 0 ? starting : without(starting, whole), segment, 1, top);
  // Then nothing else would be kept.
  if (starting.length >= limit) return;
  offerAll(without(having(titlesWith(first, segment)), starting), segment, 0, top);
}

function offerAll(docs: Docs, segment: Segment, score: number, top: Top): void {
  for (let index = 0; index < docs.length; index += 1) {
    top.offer(segment, docs[index] ?? 0, score);
  }
}

/** The documents whose title is nothing but the words, of those whose title starts with them. */
function wholeTitles(starting: Docs, row: readonly WordRanges[], segment: Segment): Docs {
  const whole = row.map(([word]) => [word]);
  const [[only] = [], more] = whole;
  if (only === undefined) return noDocs;
  if (more === undefined) return titlesOfOnly(only, segment);
  const isAsLong = (doc: number) => firstSection(segment.forward, doc).count === row.length;
  return filterDocs(filterDocs(starting, isAsLong), titleStartsWith(segment, whole));
}

/** Reads the entries alone: of all that begin with a frequent word hardly a title is that word. */
function titlesOfOnly({ from, to }: TermRange, segment: Segment): Docs {
  const { titleStarts, titleEntries } = segment.postings;
  const { bytes, starts } = segment.forward;
  const found: number[] = [];
  const end = titleStarts[to] ?? 0;
  for (let at = titleStarts[from] ?? end; at < end; at += 1) {
    const entry = titleEntries[at] ?? 0;
    if ((entry & 1) === 0) continue;
    const doc = entry >>> 1;
    if (readVarint(bytes, (starts[doc] ?? 0) + 1) === 1) found.push(doc);
  }
  return liveOf(Uint32Array.from(found), segment);
}

/** The documents, of `among` where it is given, whose title has a term of the ranges. */
function titlesWith(ranges: readonly TermRange[], segment: Segment, among?: Docs): Docs {
  return titlesHaving(ranges, segment, 0, among);
}

function titlesBeginningWith(ranges: readonly TermRange[], segment: Segment): Docs {
  return titlesHaving(ranges, segment, 1);
}

/** Looks only at entries that have all of `bits`. */
function titlesHaving(
  ranges: readonly TermRange[],
  segment: Segment,
  bits: number,
  among?: Docs,
): Docs {
  const { postings, papers } = segment;
  const { titleStarts, titleEntries } = postings;
  const found = emptyBitset(papers.length);
  let count = 0;
  for (const { from, to } of ranges) {
    const end = titleStarts[to] ?? 0;
    for (let at = titleStarts[from] ?? end; at < end; at += 1) {
      const entry = titleEntries[at] ?? 0;
      if ((entry & bits) !== bits) continue;
      addBit(found, entry >>> 1);
      count += 1;
    }
  }
  if (among !== undefined) return within(among, found);
  return liveOf(docsOf(found, Math.min(count, papers.length)), segment);
}

function titleStartsWith(
  { forward }: Segment,
  row: readonly (readonly TermRange[])[],
): (doc: number) => boolean {
  const words = createWords();
  return (doc) => {
    readTitle(forward, doc, words);
    let matched = 0;
    for (let at = 0; at < words.count && matched < row.length; at += 1) {
      if ((words.ends[at] ?? 0) - (words.starts[at] ?? 0) > 1) continue;
      const term = words.terms[at] ?? 0;
      if (!row[matched]?.some(({ from, to }) => term >= from && term < to)) break;
      matched += 1;
    }
    return matched === row.length;
  };
}
