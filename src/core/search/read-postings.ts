import { addBit, emptyBitset, hasBit } from './bitset.ts';
import type { TermRange } from './dictionary.ts';
import { type Docs, docsOf, noDocs, within } from './docs.ts';
import { docOf, entryBits } from './postings.ts';
import type { Segment } from './segment.ts';

/** How many entries the terms of a range have, those of removed documents included: what reading them costs. */
export function entriesOf({ from, to }: TermRange, { postings: { starts } }: Segment): number {
  return (starts[to] ?? 0) - (starts[from] ?? 0);
}

/** The documents, of `among` where it is given, that have any term of the range in a section of `mask`. */
export function docsHaving(
  range: TermRange,
  mask: number,
  segment: Segment,
  among: Docs | undefined,
): Docs {
  if (range.to - range.from !== 1) return docsHavingAny(range, mask, segment, among);
  const { starts, entries } = segment.postings;
  const bits = entryBits(mask);
  const start = starts[range.from] ?? 0;
  const end = starts[range.to] ?? 0;
  const found = new Uint32Array(Math.min(end - start, among?.length ?? end - start));
  let count = 0;
  if (among === undefined) {
    const isWhole = segment.docs.size === segment.papers.length;
    for (let at = start; at < end; at += 1) {
      const entry = entries[at] ?? 0;
      const doc = docOf(entry);
      if ((entry & bits) !== 0 && (isWhole || hasBit(segment.live, doc))) found[count++] = doc;
    }
  } else {
    const seeks = isWorthSeeking(end - start, among.length);
    let at = start;
    for (let index = 0; index < among.length && at < end; index += 1) {
      const doc = among[index] ?? 0;
      at = entryFrom(entries, at, end, doc, seeks);
      const entry = entries[at] ?? 0;
      if (at < end && docOf(entry) === doc && (entry & bits) !== 0) found[count++] = doc;
    }
  }
  return found.subarray(0, count);
}

/** The entries of a range of terms are one run, in which a document may come several times. */
function docsHavingAny(
  range: TermRange,
  mask: number,
  segment: Segment,
  among: Docs | undefined,
): Docs {
  const { starts, entries } = segment.postings;
  const count = entriesOf(range, segment);
  if (count === 0) return noDocs;
  const bits = entryBits(mask);
  const found = emptyBitset(segment.papers.length);
  const end = starts[range.to] ?? 0;
  for (let at = starts[range.from] ?? end; at < end; at += 1) {
    const entry = entries[at] ?? 0;
    if ((entry & bits) !== 0) addBit(found, docOf(entry));
  }
  if (among !== undefined) return within(among, found);
  return liveOf(docsOf(found, Math.min(count, segment.papers.length)), segment);
}

/** Those that were not removed; mostly none was. */
export function liveOf(found: Docs, { docs, papers, live }: Segment): Docs {
  return docs.size === papers.length ? found : within(found, live);
}

/** While there are this many times more entries than documents, each document is sought among them. */
const seekRatio = 8;

/** Whether each document is better sought among so many entries than met on the way through them. */
export function isWorthSeeking(entries: number, docs: number): boolean {
  return entries > seekRatio * docs;
}

/** The place of the first entry in `[start, end)` of `doc` or a later document, `end` where there is none. */
export function entryFrom(
  entries: Uint32Array,
  start: number,
  end: number,
  doc: number,
  seeks: boolean,
): number {
  if (seeks) return firstFrom(entries, start, end, doc);
  let at = start;
  while (at < end && docOf(entries[at] ?? 0) < doc) at += 1;
  return at;
}

/** By doubling steps, then halving. */
function firstFrom(entries: Uint32Array, start: number, end: number, doc: number): number {
  let step = 1;
  while (start + step < end && docOf(entries[start + step] ?? 0) < doc) step *= 2;
  let low = start + (step >>> 1);
  let high = Math.min(end, start + step);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (docOf(entries[middle] ?? 0) < doc) low = middle + 1;
    else high = middle;
  }
  return low;
}
