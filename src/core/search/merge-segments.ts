import type { Paper } from '../paper.ts';
import type { Steps } from '../steps.ts';
import { createDictionaryWriter, type Dictionary, termAt } from './dictionary.ts';
import { contentSections, type ForwardIndex, forEachCode, forEachSection } from './forward.ts';
import { createForwardWriter } from './forward-writer.ts';
import { type PostingLists, startsOf } from './postings.ts';
import { assemble, type Segment } from './segment.ts';

/** A segment as it was when the merge began: it may lose documents meanwhile. */
interface Part {
  readonly segment: Segment;
  /** By document: its number in the merged segment, `gone` where it was removed. */
  readonly places: Uint32Array;
  /** By term: how many documents had it. */
  readonly counts: Uint32Array;
  /** By term: its number in the merged dictionary, `gone` where no document had it. */
  readonly numbers: Uint32Array;
}

const gone = 0xffffffff;
const perStep = 256;

/**
 * One segment with all that is live in several, which is what their papers would give if they were indexed together. What is
 * removed or replaced in them once this has begun, must be so in the result too.
 */
export function* mergeSegments(segments: readonly Segment[]): Steps<Segment> {
  const papers: Paper[] = [];
  const parts = segments.map((segment): Part => partOf(segment, papers));
  yield;
  const dictionary = yield* mergeDictionaries(parts);
  const postings = yield* mergePostings(parts, dictionary.size);
  const forward = yield* mergeForward(parts, dictionary.size);
  return yield* assemble(papers, { dictionary, forward, postings });
}

function partOf(segment: Segment, papers: Paper[]): Part {
  const places = new Uint32Array(segment.papers.length).fill(gone);
  for (const [doc, paper] of segment.papers.entries()) {
    if (paper === undefined) continue;
    places[doc] = papers.length;
    papers.push(paper);
  }
  const numbers = new Uint32Array(segment.dictionary.size).fill(gone);
  return { segment, places, counts: segment.postings.counts.slice(), numbers };
}

/** The terms of all parts in order, each once; fills in the parts' `numbers`. */
function* mergeDictionaries(parts: readonly Part[]): Steps<Dictionary> {
  const cursors = parts.map((part) => ({ part, at: -1, term: '' }));
  const next = (cursor: (typeof cursors)[number]) => {
    const { dictionary } = cursor.part.segment;
    do cursor.at += 1;
    while (cursor.at < dictionary.size && cursor.part.counts[cursor.at] === 0);
    cursor.term = termAt(dictionary, cursor.at);
    return cursor.at < dictionary.size;
  };
  let open = cursors.filter(next);
  const writer = createDictionaryWriter();
  let size = 0;
  while (open.length > 0) {
    let least = open[0]?.term ?? '';
    for (const { term } of open) if (term < least) least = term;
    for (const cursor of open) {
      if (cursor.term !== least) continue;
      cursor.part.numbers[cursor.at] = size;
      if (!next(cursor)) open = open.filter((each) => each !== cursor);
    }
    writer.add(least);
    size += 1;
    if (size % perStep === 0) yield;
  }
  return writer.finish();
}

function* mergePostings(parts: readonly Part[], termCount: number): Steps<PostingLists> {
  const all = yield* mergeLists(
    parts,
    termCount,
    contentSections,
    ({ segment }) => segment.postings,
  );
  const titles = yield* mergeLists(parts, termCount, 1, ({ segment: { postings } }) => {
    return { starts: postings.titleStarts, entries: postings.titleEntries };
  });
  const { starts, entries, impacts } = all;
  return { starts, entries, impacts, titleStarts: titles.starts, titleEntries: titles.entries };
}

/** Documents by term, each `doc << shift` and something besides, and perhaps an impact. */
interface Lists {
  readonly starts: Uint32Array;
  readonly entries: Uint32Array;
  readonly impacts?: Uint8Array;
}

function* mergeLists(
  parts: readonly Part[],
  termCount: number,
  shift: number,
  listsOf: (part: Part) => Lists,
): Steps<Required<Lists>> {
  const counts = new Uint32Array(termCount);
  for (const part of parts) {
    const { starts, entries } = listsOf(part);
    for (const [term, number] of part.numbers.entries()) {
      if (number === gone) continue;
      let count = counts[number] ?? 0;
      for (let at = starts[term] ?? 0; at < (starts[term + 1] ?? 0); at += 1) {
        if (part.places[(entries[at] ?? 0) >>> shift] !== gone) count += 1;
      }
      counts[number] = count;
      if (term % perStep === 0) yield;
    }
  }
  const merged = startsOf(counts);
  const length = merged[termCount] ?? 0;
  const into = {
    starts: merged,
    entries: new Uint32Array(length),
    impacts: new Uint8Array(length),
  };
  const next = merged.slice();
  const besides = 2 ** shift - 1;
  for (const part of parts) {
    const { starts, entries, impacts } = listsOf(part);
    for (const [term, number] of part.numbers.entries()) {
      if (number === gone) continue;
      let to = next[number] ?? 0;
      for (let at = starts[term] ?? 0; at < (starts[term + 1] ?? 0); at += 1) {
        const entry = entries[at] ?? 0;
        const place = part.places[entry >>> shift] ?? gone;
        if (place === gone) continue;
        into.entries[to] = (place << shift) | (entry & besides);
        into.impacts[to] = impacts?.[at] ?? 0;
        to += 1;
      }
      next[number] = to;
      if (term % perStep === 0) yield;
    }
  }
  return into;
}

/** The codes of the first part stay, so that its papers are copied as they are. */
function* mergeForward(parts: readonly Part[], termCount: number): Steps<ForwardIndex> {
  const writer = createForwardWriter();
  const codes = new Uint32Array(termCount).fill(gone);
  const terms: number[] = [];
  for (const [index, { segment, places, numbers }] of parts.entries()) {
    const { forward } = segment;
    const recoded = new Uint32Array(forward.terms.length);
    for (const [code, term] of forward.terms.entries()) {
      const number = numbers[term] ?? gone;
      if (number !== gone && codes[number] === gone) codes[number] = terms.push(number) - 1;
      else if (index === 0) terms.push(gone);
      recoded[code] = codes[number] ?? 0;
      if (code % perStep === 0) yield;
    }
    const copyWord = (code: number, width: number) => {
      const recode = recoded[code] ?? 0;
      if (width === 1) writer.word(recode);
      else writer.joined(recode, width);
    };
    for (const [doc, place] of places.entries()) {
      if (doc % perStep === 0) yield;
      if (place === gone) continue;
      if (index === 0) {
        writer.copy(forward.bytes, forward.starts[doc] ?? 0, forward.starts[doc + 1] ?? 0);
      } else {
        forEachSection(forward, doc, (section, from, to) => {
          writer.section(section);
          forEachCode(forward.bytes, from, to, copyWord);
        });
      }
      writer.endPaper();
    }
  }
  return { ...(yield* writer.finish()), terms: Uint32Array.from(terms) };
}
