import type { Comparison, QueryNode } from '../query/ast.ts';
import {
  addAll,
  addBit,
  type Bitset,
  difference,
  emptyBitset,
  filterBits,
  hasBit,
} from './bitset.ts';
import { linkBits } from './columns.ts';
import type { TermRange } from './dictionary.ts';
import { fieldScope } from './forward.ts';
import { docOf, entryBits } from './postings.ts';
import { hasRow } from './row.ts';
import type { Segment } from './segment.ts';
import { textRows } from './text-rows.ts';

/** The documents of `within` that the query matches. */
export function evaluate(node: QueryNode, segment: Segment, within: Bitset, now: number): Bitset {
  switch (node.kind) {
    case 'and':
      return [...node.children]
        .sort((a, b) => cost(a) - cost(b))
        .reduce((left, child) => evaluate(child, segment, left, now), within);
    case 'or': {
      const found = emptyBitset(segment.papers.length);
      for (const child of node.children) addAll(found, evaluate(child, segment, within, now));
      return found;
    }
    case 'not':
      return difference(within, evaluate(node.child, segment, within, now));
    case 'topic':
      return evaluate(node.node, segment, within, now);
    case 'text':
      return evaluateText(node, segment, within);
    case 'id':
      return evaluateId(node.id, segment, within);
    default:
      return filterBits(within, columnTest(node, segment, now));
  }
}

/** What narrows most for the least work goes first. */
function cost(node: QueryNode): number {
  switch (node.kind) {
    case 'id':
      return 0;
    case 'text':
      return node.match.terms.length === 1 ? 1 : 4;
    case 'number':
    case 'has':
    case 'since':
      return 2;
    case 'not':
      return 5;
    default:
      return 3;
  }
}

function evaluateText(
  node: Extract<QueryNode, { kind: 'text' }>,
  segment: Segment,
  within: Bitset,
): Bitset {
  const { mask } = fieldScope(node.field);
  const [first, ...rest] = textRows(node, segment.dictionary).map((row) =>
    evaluateRow(row, mask, segment, within),
  );
  if (first === undefined) return emptyBitset(segment.papers.length);
  for (const found of rest) addAll(first, found);
  return first;
}

/** Documents that have all terms of the row are candidates; their texts decide. */
function evaluateRow(
  row: readonly TermRange[],
  mask: number,
  segment: Segment,
  within: Bitset,
): Bitset {
  const candidates = row.reduce((left, range) => havingAny(range, mask, segment, left), within);
  return row.length === 1
    ? candidates
    : filterBits(candidates, (doc) => hasRow(segment.forward, doc, mask, row));
}

/** The documents of `within` that have any term of the range in a section of `mask`. The entries of a range of terms are one run. */
export function havingAny(
  range: TermRange,
  mask: number,
  { papers, postings: { starts, entries } }: Segment,
  within: Bitset,
): Bitset {
  const found = emptyBitset(papers.length);
  const bits = entryBits(mask);
  const end = starts[range.to] ?? 0;
  for (let at = starts[range.from] ?? end; at < end; at += 1) {
    const entry = entries[at] ?? 0;
    const doc = docOf(entry);
    if ((entry & bits) !== 0 && hasBit(within, doc)) addBit(found, doc);
  }
  return found;
}

function evaluateId(id: string, segment: Segment, within: Bitset): Bitset {
  const found = emptyBitset(segment.papers.length);
  const doc = segment.docs.get(id);
  if (doc !== undefined && hasBit(within, doc)) addBit(found, doc);
  return found;
}

function columnTest(
  node: Extract<QueryNode, { kind: 'number' | 'has' | 'since' }>,
  { columns }: Segment,
  now: number,
): (doc: number) => boolean {
  switch (node.kind) {
    case 'number': {
      const column = columns[node.field];
      const passes = comparisons[node.comparison];
      return (doc) => passes(column[doc] ?? Number.NaN, node.value);
    }
    case 'has': {
      const bit = linkBits[node.what];
      return (doc) => ((columns.links[doc] ?? 0) & bit) !== 0;
    }
    case 'since': {
      const oldest = (Math.floor(now / msPerDay) - node.days) * msPerDay;
      return (doc) => (columns.day[doc] ?? Number.NaN) >= oldest;
    }
  }
}

const msPerDay = 86_400_000;

const comparisons: Readonly<Record<Comparison, (has: number, value: number) => boolean>> = {
  '<': (has, value) => has < value,
  '<=': (has, value) => has <= value,
  '=': (has, value) => has === value,
  '>=': (has, value) => has >= value,
  '>': (has, value) => has > value,
};
