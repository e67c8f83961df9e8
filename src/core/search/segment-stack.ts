import type { Paper, PaperId } from '../paper.ts';
import { runAtOnce, type Steps } from '../steps.ts';
import { mergeSegments } from './merge-segments.ts';
import type { PaperChange } from './search-contract.ts';
import {
  createSegment,
  hasTextsOf,
  removeDocuments,
  replacePaper,
  type Segment,
} from './segment.ts';

/**
 * Segments, the oldest and largest first. What is put together is one new segment; segments are merged once they are not much
 * smaller than the one before, so that there are few of them and each paper is rewritten only a few times.
 */
export interface SegmentStack {
  segments(): readonly Segment[];
  /** Another one after each update: what was read of the segments before it may not go together with what is read after. */
  version(): number;
  /** As of SearchIndex. */
  update(change: PaperChange): Steps<void>;
  compact(): Steps<void>;
}

const perStep = 256;

export function createSegmentStack(initial: readonly Segment[]): SegmentStack {
  let segments = initial;
  let version = 0;
  /** The papers put or removed since the merge under way began. */
  let touched: Set<PaperId> | undefined;

  function remove(ids: readonly PaperId[]): void {
    if (touched !== undefined) for (const id of ids) touched.add(id);
    for (const segment of segments) removeDocuments(segment, ids);
  }

  function replace(paper: Paper): void {
    touched?.add(paper.id);
    for (const segment of segments) replacePaper(segment, paper);
  }

  const isKnown = (paper: Paper) => segments.some((segment) => hasTextsOf(segment, paper));

  /** Most papers that come again differ in their upvotes only: their texts are not indexed anew. */
  function* update({ put, removed }: PaperChange): Steps<void> {
    const byId = new Map<PaperId, Paper>();
    for (const paper of put) {
      byId.set(paper.id, paper);
      if (byId.size % perStep === 0) yield;
    }
    const known: Paper[] = [];
    const unknown: Paper[] = [];
    const gone = removed.filter((id) => !byId.has(id));
    for (const paper of byId.values()) {
      if (isKnown(paper)) known.push(paper);
      else {
        unknown.push(paper);
        gone.push(paper.id);
      }
      if ((known.length + unknown.length) % perStep === 0) yield;
    }
    const added = unknown.length === 0 ? [] : [yield* createSegment(unknown)];
    // Known when this began, but another update may have come between.
    const late = known.filter((paper) => !isKnown(paper));
    if (late.length > 0) added.push(runAtOnce(createSegment(late)));
    remove([...gone, ...late.map(({ id }) => id)]);
    for (const paper of known) replace(paper);
    segments = [...segments, ...added].filter(isInUse);
    version += 1;
  }

  function* compact(): Steps<void> {
    while (touched === undefined) {
      const group = worthMerging(segments);
      if (group.length === 0) return;
      touched = new Set();
      const merged = yield* mergeSegments(group);
      for (const id of touched) settle(id, group, merged);
      touched = undefined;
      const at = segments.findIndex((segment) => group.includes(segment));
      segments = segments
        .toSpliced(at, 0, merged)
        .filter((segment) => isInUse(segment) && !group.includes(segment));
    }
  }

  return { segments: () => segments, version: () => version, update, compact };
}

/** Makes a paper of the merged segment what became of it in those that were merged. */
function settle(id: PaperId, group: readonly Segment[], merged: Segment): void {
  const holder = group.find(({ docs }) => docs.has(id));
  const paper = holder?.papers[holder.docs.get(id) ?? -1];
  if (paper === undefined) removeDocuments(merged, [id]);
  else replacePaper(merged, paper);
}

/** A segment is left alone while it is more than this many times the size of all those after it. */
const mergeRatio = 4;

/** The segments that should be one, the largest first; none where all is well. */
function worthMerging(segments: readonly Segment[]): readonly Segment[] {
  let from = segments.length;
  let after = 0;
  for (; from > 0; from -= 1) {
    const size = segments[from - 1]?.docs.size ?? 0;
    if (after > 0 && size > mergeRatio * after) break;
    after += size;
  }
  const tail = segments.slice(from);
  const group = tail.length > 1 ? tail : segments.filter(isSparse).slice(0, 1);
  return group.toSorted((a, b) => b.docs.size - a.docs.size);
}

function isInUse({ docs }: Segment): boolean {
  return docs.size > 0;
}

/** More of it was removed than is left. */
function isSparse({ papers, docs }: Segment): boolean {
  return docs.size * 2 < papers.length;
}
