import type { Paper, PaperId } from '../paper.ts';
import { runAtOnce, type Steps } from '../steps.ts';
import { createFingerprint, mixed } from './fingerprint.ts';
import { type PackedArray, packArrays, unpackArrays } from './packed-file.ts';
import { assemble, createSegment, type Segment, type SegmentTexts } from './segment.ts';

const perStep = 512;
const arraysPerSegment = 12;

/**
 * The pieces of a file from which `restoreSegments` has the segments again. They are views of memory that never changes, and
 * can be written at leisure.
 */
export function* encodeSegments(segments: readonly Segment[]): Steps<readonly Uint8Array[]> {
  return yield* packArrays(yield* arraysOf(segments), stampOfRules());
}

function* arraysOf(segments: readonly Segment[]): Steps<readonly PackedArray[]> {
  const arrays: PackedArray[] = [];
  const fingerprint = createFingerprint();
  for (const { papers, dictionary, forward, postings } of segments) {
    const ids: PaperId[] = [];
    const fingerprints = new Uint32Array(papers.length * 2);
    for (const [doc, paper] of papers.entries()) {
      ids.push(paper?.id ?? '');
      if (paper !== undefined) fingerprints.set(fingerprint(paper), doc * 2);
      if (doc % perStep === 0) yield;
    }
    arrays.push(
      yield* unitsOf(JSON.stringify(ids)),
      fingerprints,
      yield* unitsOf(dictionary.text),
      dictionary.starts,
      forward.bytes,
      forward.starts,
      forward.terms,
      postings.starts,
      postings.entries,
      postings.impacts,
      postings.titleStarts,
      postings.titleEntries,
    );
  }
  return arrays;
}

/**
 * The segments of a file, each with those of the papers whose texts are still what was indexed; none where the file is cut,
 * damaged, or was made by other rules.
 */
export function* restoreSegments(
  file: Uint8Array,
  papers: ReadonlyMap<PaperId, Paper>,
): Steps<readonly Segment[]> {
  const arrays = yield* unpackArrays(file, stampOfRules());
  if (arrays === undefined) return [];
  const segments: Segment[] = [];
  for (let at = 0; at < arrays.length; at += arraysPerSegment) {
    const saved = arrays.slice(at, at + arraysPerSegment);
    const own = yield* papersOf(saved, papers, segments);
    segments.push(yield* assemble(own, yield* textsOf(saved)));
  }
  return segments;
}

/** By document the paper that has its texts, where there still is one. */
function* papersOf(
  [ids = none, fingerprints = none]: readonly Uint8Array[],
  papers: ReadonlyMap<PaperId, Paper>,
  before: readonly Segment[],
): Steps<(Paper | undefined)[]> {
  const saved = words(fingerprints);
  const fingerprint = createFingerprint();
  const own: (Paper | undefined)[] = [];
  const inOrder = papers.values();
  for (const id of JSON.parse(yield* textOf(ids)) as PaperId[]) {
    const doc = own.length;
    // Mostly they come in the order in which they were indexed, which spares the search.
    const next = inOrder.next().value;
    const known = next?.id === id ? next : papers.get(id);
    const paper = before.some(({ docs }) => docs.has(id)) ? undefined : known;
    const [one, other] = paper === undefined ? [] : fingerprint(paper);
    const isSame = one === saved[doc * 2] && other === saved[doc * 2 + 1];
    own.push(isSame ? paper : undefined);
    if (doc % perStep === 0) yield;
  }
  return own;
}

function* textsOf(saved: readonly Uint8Array[]): Steps<SegmentTexts> {
  const [text = none, starts = none, bytes = none, papers = none, terms = none] = saved.slice(2);
  const [postings = none, entries = none, impacts = none] = saved.slice(7);
  const [titles = none, titleEntries = none] = saved.slice(10);
  return {
    dictionary: {
      text: yield* textOf(text),
      starts: words(starts),
      size: words(starts).length - 1,
    },
    forward: { bytes, starts: words(papers), terms: words(terms) },
    postings: {
      starts: words(postings),
      entries: words(entries),
      impacts,
      titleStarts: words(titles),
      titleEntries: words(titleEntries),
    },
  };
}

const none = new Uint8Array();

function words({ buffer, byteOffset, byteLength }: Uint8Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, byteLength >>> 2);
}

/** What a file of one paper begins with, as a number: another when texts are read, weighed or written down in another way. */
function stampOfRules(): number {
  const probe: Paper = {
    id: 'probe',
    title: 'State-of-the-art naïve Models: 深度学习, hypotheses of 3.5 classes',
    abstract: 'The matrices were re-used; biases vanish. Movies, GPUs and boxes studies studies.',
    tldr: 'It works',
    authors: ['José Núñez'],
    organization: 'Open Labs',
    categories: ['cs.CL'],
    keywords: ['Graph-based learning'],
    links: {},
    sightings: [],
    upvotes: 0,
    comments: 0,
    arrivedAt: '2026-01-01T00:00:00.000Z',
  };
  const arrays = runAtOnce(arraysOf([runAtOnce(createSegment([probe]))]));
  const [head = none] = runAtOnce(packArrays(arrays, 0));
  return head.reduce(mixed, 0) >>> 0;
}

const unitsPerStep = 1 << 13;

/** As UTF-16 units: half of a character has no UTF-8. */
function* unitsOf(text: string): Steps<Uint16Array> {
  const units = new Uint16Array(text.length);
  for (let at = 0; at < text.length; at += 1) {
    units[at] = text.charCodeAt(at);
    if (at % unitsPerStep === 0) yield;
  }
  return units;
}

function* textOf({ buffer, byteOffset, byteLength }: Uint8Array): Steps<string> {
  const units = new Uint16Array(buffer, byteOffset, byteLength >>> 1);
  const pieces: string[] = [];
  for (let at = 0; at < units.length; at += unitsPerStep) {
    const piece = units.subarray(at, at + unitsPerStep);
    pieces.push(Reflect.apply(String.fromCharCode, undefined, piece));
    yield;
  }
  return pieces.join('');
}
