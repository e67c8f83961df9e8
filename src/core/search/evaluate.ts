import type { Comparison, QueryNode } from '../query/ast.ts';
import type { Steps } from '../steps.ts';
import { linkBits } from './columns.ts';
import type { TermRange } from './dictionary.ts';
import { type Docs, docsOf, filterDocs, noDocs, unionOf, without } from './docs.ts';
import { fieldScope } from './forward.ts';
import { docsHaving, entriesOf } from './read-postings.ts';
import { rowMatcher } from './row.ts';
import type { Segment } from './segment.ts';
import { textRows } from './text-rows.ts';

/**
 * The documents that the query matches, of `among` where it is given, else of all that are live. Removed ones may be among them
 * where they were removed between two steps.
 */
export function* evaluate(
  node: QueryNode,
  segment: Segment,
  now: number,
  among?: Docs,
): Steps<Docs> {
  switch (node.kind) {
    case 'and':
      return yield* evaluateAll(node.children, segment, now, among);
    case 'or': {
      const found: Docs[] = [];
      for (const child of node.children) found.push(yield* evaluate(child, segment, now, among));
      return unionOf(found, segment.papers.length);
    }
    case 'not': {
      const docs = among ?? allDocs(segment);
      return without(docs, yield* evaluate(node.child, segment, now, docs));
    }
    case 'topic':
      return yield* evaluate(node.node, segment, now, among);
    case 'text':
      return yield* evaluateText(node, segment, among);
    case 'id':
      return evaluateId(node.id, segment, among);
    default:
      return filterDocs(among ?? allDocs(segment), columnTest(node, segment, now));
  }
}

function allDocs({ live, docs }: Segment): Docs {
  return docsOf(live, docs.size);
}

/** What finds least goes first, and the others look only at what is left. */
function* evaluateAll(
  children: readonly QueryNode[],
  segment: Segment,
  now: number,
  among: Docs | undefined,
): Steps<Docs> {
  const byCost = children
    .map((child) => ({ child, cost: cost(child, segment) }))
    .sort((a, b) => a.cost - b.cost);
  let left = among;
  for (const { child } of byCost) left = yield* evaluate(child, segment, now, left);
  return left ?? allDocs(segment);
}

/** As many numbers are compared in the time that it takes to look for a word in one document. */
const columnSpeed = 32;

/** About how many documents have to be looked at to evaluate a query alone. */
function cost(node: QueryNode, segment: Segment): number {
  switch (node.kind) {
    case 'id':
      return 0;
    case 'text':
      return textRows(node, segment.dictionary)
        .map((row) => Math.min(...row.map((range) => entriesOf(range, segment))))
        .reduce((sum, count) => sum + count, 0);
    case 'and':
      return Math.min(segment.docs.size, ...node.children.map((child) => cost(child, segment)));
    case 'or':
      return node.children.reduce((sum, child) => sum + cost(child, segment), 0);
    case 'topic':
      return cost(node.node, segment);
    case 'not':
      return segment.docs.size;
    default:
      return segment.docs.size / columnSpeed;
  }
}

function* evaluateText(
  node: Extract<QueryNode, { kind: 'text' }>,
  segment: Segment,
  among: Docs | undefined,
): Steps<Docs> {
  const { mask } = fieldScope(node.field);
  const found: Docs[] = [];
  for (const row of textRows(node, segment.dictionary)) {
    found.push(yield* evaluateRow(row, mask, segment, among));
  }
  return unionOf(found, segment.papers.length);
}

/** Documents that have all terms of the row are candidates; their texts decide. */
function* evaluateRow(
  row: readonly TermRange[],
  mask: number,
  segment: Segment,
  among: Docs | undefined,
): Steps<Docs> {
  let left = among;
  const byCost = row.toSorted((a, b) => entriesOf(a, segment) - entriesOf(b, segment));
  for (const range of byCost) left = docsHaving(range, mask, segment, left);
  if (left === undefined || row.length === 1) return left ?? noDocs;
  const hasRow = rowMatcher(segment.forward, mask, row);
  const found = new Uint32Array(left.length);
  let count = 0;
  for (let index = 0; index < left.length; index += 1) {
    const doc = left[index] ?? 0;
    if (hasRow(doc)) found[count++] = doc;
    if (index % textsPerStep === 0) yield;
  }
  return found.subarray(0, count);
}

const textsPerStep = 512;

function evaluateId(id: string, segment: Segment, among: Docs | undefined): Docs {
  const doc = segment.docs.get(id);
  if (doc === undefined) return noDocs;
  const found = Uint32Array.of(doc);
  return among === undefined ? found : filterDocs(found, (each) => among.includes(each));
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
