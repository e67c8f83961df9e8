import { paperDay } from '../paper.ts';
import type { Span } from '../problem.ts';
import { counted } from '../text/counted.ts';
import type { Comparison, QueryNode } from './ast.ts';
import { compareNumbers, isSince, numberOf } from './filters.ts';
import { type FoundText, findText } from './find-text.ts';
import { formatQuery } from './format.ts';
import type { PreparedPaper } from './prepared-paper.ts';

/** Why a query matched a paper or did not, smallest sufficient reasons first. */
export interface Explanation {
  readonly matched: boolean;
  readonly reasons: readonly Reason[];
  /** How far the paper is from matching: 0 for a match; else a part of 1 for a threshold, by its shortfall, and 1 for every other clause that fails. */
  readonly distance: number;
}

export interface Reason {
  /** The part of the query that decides, in normal form: `title:agent`, `upvotes>=20`, `-survey`. */
  readonly clause: string;
  /** Where that part stands in the query text. */
  readonly span: Span;
  /** What was found: the field and the words as the paper spells them, or the number it has. */
  readonly found?: { readonly field: string; readonly text: string };
  /** For people: `title has "agents"`, `needs 20 upvotes, has 17`, `blocked by -survey (abstract has "survey")`. */
  readonly text: string;
}

/**
 * Why the paper matches or not; agrees with `matches`. A match gives the parts that suffice for it, of alternatives the
 * one with the fewest. A miss gives what stands in its way: of parts that must all hold those that fail, of alternatives
 * the nearest. `now` in epoch milliseconds.
 */
export function explain(node: QueryNode, paper: PreparedPaper, now: number): Explanation {
  switch (node.kind) {
    case 'and':
      return explainAll(node.children.map((child) => explain(child, paper, now)));
    case 'or':
      return explainAny(node.children.map((child) => explain(child, paper, now)));
    case 'not':
      return explainNot(node, explain(node.child, paper, now));
    case 'topic':
      return explainTopic(node, explain(node.node, paper, now));
    case 'text':
      return explainText(node, findText(node, paper));
    case 'number':
      return explainNumber(node, numberOf(paper, node.field));
    case 'id':
      return paper.paper.id === node.id
        ? hit(node, `is ${node.id}`, { field: 'id', text: node.id })
        : miss(node, `is not ${node.id}`);
    case 'has': {
      const link = paper.paper.links[node.what];
      const noun = node.what === 'code' ? 'code' : 'a project page';
      return link === undefined
        ? miss(node, `has no link to ${noun}`)
        : hit(node, `links to ${noun}`, { field: node.what, text: link });
    }
    case 'since': {
      const day = paperDay(paper.paper) ?? 'without a date';
      return isSince(paper, node.days, now)
        ? hit(node, `is of ${day}`, { field: 'day', text: day })
        : miss(node, `is older than ${counted(node.days, 'day')} (${day})`);
    }
  }
}

/**
 * Whether words of its title are among the reasons of a paper that matches: what `explain` tells, without the telling where
 * that can be.
 */
export function isFoundInTitle(node: QueryNode, paper: PreparedPaper, now: number): boolean {
  const inTitle = (part: QueryNode) => isFoundInTitle(part, paper, now);
  switch (node.kind) {
    case 'and':
      return node.children.some(inTitle);
    case 'text': {
      const { field = 'title' } = node;
      return field === 'title' && findText({ ...node, field }, paper) !== undefined;
    }
    case 'or':
      return node.children.some(inTitle) && tellsOfTitle(explain(node, paper, now));
    case 'topic':
      return inTitle(node.node) && tellsOfTitle(explain(node, paper, now));
    default:
      return false;
  }
}

function tellsOfTitle({ reasons }: Explanation): boolean {
  return reasons.some(({ found }) => found?.field === 'title');
}

function hit(node: QueryNode, text: string, found: NonNullable<Reason['found']>): Explanation {
  const reason = { clause: formatQuery(node), span: node.span, found, text };
  return { matched: true, reasons: [reason], distance: 0 };
}

function miss(node: QueryNode, text: string, distance = 1): Explanation {
  const reason = { clause: formatQuery(node), span: node.span, text };
  return { matched: false, reasons: [reason], distance };
}

function explainAll(parts: readonly Explanation[]): Explanation {
  const failing = parts.filter(({ matched }) => !matched);
  return {
    matched: failing.length === 0,
    reasons: (failing.length === 0 ? parts : failing).flatMap(({ reasons }) => reasons),
    distance: failing.reduce((sum, { distance }) => sum + distance, 0),
  };
}

function explainAny(alternatives: readonly Explanation[]): Explanation {
  const [best = { matched: false, reasons: [], distance: 1 }] = alternatives.toSorted(
    (a, b) => a.distance - b.distance || a.reasons.length - b.reasons.length,
  );
  return best;
}

function explainNot(
  node: Extract<QueryNode, { kind: 'not' }>,
  { matched, reasons }: Explanation,
): Explanation {
  const clause = formatQuery(node);
  if (!matched) {
    const reason = { clause, span: node.span, text: `without ${clause.slice(1)}` };
    return { matched: true, reasons: [reason], distance: 0 };
  }
  const found = reasons.find((reason) => reason.found !== undefined)?.found;
  const because = reasons.map(({ text }) => text).join(', ');
  const reason = { clause, span: node.span, text: `blocked by ${clause} (${because})` };
  return {
    matched: false,
    reasons: [found === undefined ? reason : { ...reason, found }],
    distance: 1,
  };
}

/** The reasons of a topic lie in its own query, which the reader has not typed: they become one. */
function explainTopic(
  node: Extract<QueryNode, { kind: 'topic' }>,
  { matched, reasons }: Explanation,
): Explanation {
  if (!matched) return miss(node, `is not in topic ${node.name}`);
  const found = reasons.find((reason) => reason.found !== undefined)?.found;
  const because = reasons.map(({ text }) => text).join(', ');
  const reason = {
    clause: formatQuery(node),
    span: node.span,
    text: `topic ${node.name}: ${because}`,
  };
  return {
    matched: true,
    reasons: [found === undefined ? reason : { ...reason, found }],
    distance: 0,
  };
}

const fieldWords: Readonly<Record<FoundText['field'], string>> = {
  title: 'title has',
  abstract: 'abstract has',
  tldr: 'summary has',
  keyword: 'keywords have',
  author: 'authors include',
  org: 'organization is',
  category: 'category is',
};

function explainText(
  node: Extract<QueryNode, { kind: 'text' }>,
  found: FoundText | undefined,
): Explanation {
  if (found !== undefined) {
    return hit(node, `${fieldWords[found.field]} "${found.text}"`, found);
  }
  return miss(node, `no ${formatQuery(node)}`);
}

const comparisonWords: Readonly<Record<Comparison, string>> = {
  '<': 'fewer than ',
  '<=': 'at most ',
  '=': 'exactly ',
  '>=': '',
  '>': 'more than ',
};

function explainNumber(
  node: Extract<QueryNode, { kind: 'number' }>,
  actual: number | undefined,
): Explanation {
  const { field, comparison, value } = node;
  const unit = value === 1 ? field.slice(0, -1) : field;
  const needs = `needs ${comparisonWords[comparison]}${value} ${unit}`;
  if (actual === undefined) return miss(node, `${needs}, has no count of them`);
  if (!compareNumbers(actual, comparison, value)) {
    const shortfall = Math.abs(value - actual) / Math.max(value, actual, 1);
    return miss(node, `${needs}, has ${actual}`, Math.max(0.001, shortfall));
  }
  const text = `has ${actual} ${actual === 1 ? field.slice(0, -1) : field}`;
  return hit(node, text, { field, text: String(actual) });
}
