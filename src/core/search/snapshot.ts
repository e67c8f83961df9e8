import type { Paper, PaperId } from '../paper.ts';
import { runAtOnce, type Steps } from '../steps.ts';
import { sectionTexts } from './forward-writer.ts';
import { packArrays, unpackArrays } from './packed-file.ts';
import { assemble, createSegment, type Segment, type SegmentTexts } from './segment.ts';

const perStep = 512;
const arraysPerSegment = 12;

/**
 * The pieces of a file from which `restoreSegments` has the segments again. They are views of memory that never changes, and
 * can be written at leisure.
 */
export function* encodeSegments(segments: readonly Segment[]): Steps<readonly Uint8Array[]> {
  const arrays: (Uint8Array | Uint16Array | Uint32Array)[] = [];
  for (const { papers, dictionary, forward, postings } of segments) {
    const ids: PaperId[] = [];
    const fingerprints = new Uint32Array(papers.length * 2);
    for (const [doc, paper] of papers.entries()) {
      ids.push(paper?.id ?? '');
      if (paper !== undefined) fingerprints.set(fingerprint(paper), doc * 2);
      if (doc % perStep === 0) yield;
    }
    arrays.push(
      encoded(ids),
      fingerprints,
      encoded(dictionary.text),
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
  return yield* packArrays(arrays, stampOfRules());
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
    segments.push(yield* assemble(own, textsOf(saved)));
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
  const own: (Paper | undefined)[] = [];
  for (const id of decoded(ids) as PaperId[]) {
    const doc = own.length;
    const paper = before.some(({ docs }) => docs.has(id)) ? undefined : papers.get(id);
    const [one, other] = paper === undefined ? [] : fingerprint(paper);
    const isSame = one === saved[doc * 2] && other === saved[doc * 2 + 1];
    own.push(isSame ? paper : undefined);
    if (doc % perStep === 0) yield;
  }
  return own;
}

function textsOf(saved: readonly Uint8Array[]): SegmentTexts {
  const [text = none, starts = none, bytes = none, papers = none, terms = none] = saved.slice(2);
  const [postings = none, entries = none, impacts = none] = saved.slice(7);
  const [titles = none, titleEntries = none] = saved.slice(10);
  return {
    dictionary: {
      text: decoded(text) as string,
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

/** FNV-1a of all texts of a paper by UTF-16 units, and how many there are: other texts hardly ever have both. */
function fingerprint(paper: Paper): readonly [number, number] {
  let hash = 0x811c9dc5;
  let units = 0;
  for (const [section, texts] of sectionTexts(paper).entries()) {
    for (const text of texts) {
      hash = hashOf(text, hash);
      // Where a text ends counts too, so that none runs on into the next.
      hash = Math.imul(hash ^ (0x10000 + section), 0x01000193);
      units += text.length;
    }
  }
  return [hash >>> 0, units];
}

function hashOf(text: string, seed: number): number {
  let hash = seed;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return hash;
}

/** What these rules make of a few words: when how texts are read, weighed or written down changes, so does this. */
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
  const { dictionary, forward, postings } = runAtOnce(createSegment([probe]));
  const words = [dictionary.text, forward.bytes, forward.terms, postings.entries, postings.impacts];
  return fingerprint({ ...probe, title: words.join(' ') })[0];
}

/** By way of JSON, which writes half of a character as an escape, where UTF-8 has none. */
function encoded(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

function decoded(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(bytes));
}
