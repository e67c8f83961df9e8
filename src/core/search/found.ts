import type { QueryNode } from '../query/ast.ts';
import type { Steps } from '../steps.ts';
import type { Docs } from './docs.ts';
import { evaluate } from './evaluate.ts';
import { contentMask, fieldScope } from './forward.ts';
import { entryBits } from './postings.ts';
import { docsHaving } from './read-postings.ts';
import type { Segment } from './segment.ts';
import { textRows } from './text-rows.ts';

/** What a query finds in one segment. */
export interface Found {
  readonly segment: Segment;
  readonly count: number;
  readonly docs: Docs;
  /** The number of the term of which these are all the documents, where there is one: its postings need not be copied. */
  readonly term?: number;
}

export function* findIn(segment: Segment, node: QueryNode, now: number): Steps<Found> {
  const term = onlyTerm(node, segment);
  if (term === undefined) {
    const docs = yield* evaluate(node, segment, now);
    return { segment, count: docs.length, docs };
  }
  return {
    ...{ segment, term, count: segment.postings.counts[term] ?? 0 },
    get docs() {
      return docsHaving({ from: term, to: term + 1 }, contentMask, segment, undefined);
    },
  };
}

/** What most people type: one word, wherever it stands. */
function onlyTerm(node: QueryNode, segment: Segment): number | undefined {
  if (node.kind === 'and' && node.children.length === 1) {
    return node.children.flatMap((child) => onlyTerm(child, segment) ?? [])[0];
  }
  if (node.kind !== 'text' || entryBits(fieldScope(node.field).mask) !== contentMask) {
    return undefined;
  }
  const [row = [], ...otherRows] = textRows(node, segment.dictionary);
  const [range, ...otherRanges] = row;
  const isOne = range !== undefined && range.to - range.from === 1;
  return isOne && otherRows.length + otherRanges.length === 0 ? range.from : undefined;
}
