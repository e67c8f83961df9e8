import { capitalized } from '../text/capitalized.ts';
import type { QueryNode, TextField } from './ast.ts';
import { changedChildren } from './changed-children.ts';
import { textMatch } from './text-match.ts';

type TextNode = Extract<QueryNode, { kind: 'text' }>;

/** Words that are sought in one field. */
export type FieldNode = TextNode & { readonly field: TextField };

/** What every paper must pass beside the words: a bar on numbers, links or days, or words of one field. */
export type BarNode = Extract<QueryNode, { kind: 'number' | 'has' | 'since' }> | FieldNode;

/** In the order in which they are typed. */
export function barsOf(node: QueryNode): readonly BarNode[] {
  switch (node.kind) {
    case 'and':
      return node.children.flatMap(barsOf);
    case 'number':
    case 'has':
    case 'since':
      return [node];
    case 'text':
      return isOfField(node) ? [node] : [];
    default:
      return [];
  }
}

function isOfField(node: TextNode): node is FieldNode {
  return node.field !== undefined;
}

/** The query without its bars on numbers, links and days. */
export function withoutFilters(node: QueryNode): QueryNode {
  const filters = barsOf(node).filter(({ kind }) => kind !== 'text');
  return withoutClauses(node, filters);
}

/** The query without some of its bars: an `and` of nothing where nothing else is left. */
export function withoutClauses(node: QueryNode, dropped: readonly BarNode[]): QueryNode {
  const isKept = (child: QueryNode) => !dropped.some((bar) => bar === child);
  if (node.kind !== 'and') {
    return isKept(node) ? node : { kind: 'and', children: [], span: node.span };
  }
  const children = node.children.filter(isKept).map((child) => withoutClauses(child, dropped));
  return { ...node, children };
}

/**
 * The query with the words of each phrase apart; undefined where it has no phrase of several. What stands under a not stays,
 * and so do authors: the words of a name apart are those of any people.
 */
export function withoutQuotes(node: QueryNode): QueryNode | undefined {
  switch (node.kind) {
    case 'and':
    case 'or': {
      const children = changedChildren(node.children, withoutQuotes);
      return children && { ...node, children };
    }
    case 'text':
      return node.field === 'author' ? undefined : wordsApart(node);
    default:
      return undefined;
  }
}

/** The words of a phrase, each by itself; undefined where it is none of several. */
export function wordsApart(node: TextNode): QueryNode | undefined {
  const { match, span } = node;
  if (match.kind !== 'phrase' || match.terms.length < 2) return undefined;
  const words = match.text.split(/\s+/).flatMap((word) => textMatch('word', word) ?? []);
  return { kind: 'and', children: words.map((word) => ({ ...node, match: word })), span };
}

/** A word, and those to read instead of it, the likeliest first. */
interface Reading {
  readonly typed: string;
  readonly used: readonly string[];
}

/** The query with other words instead of misspelled ones, as a search reads it. Phrases stay. */
export function withWords(node: QueryNode, readings: readonly Reading[]): QueryNode {
  return mapTexts(node, (text) => {
    if (text.match.kind !== 'word' || text.field === 'category') return text;
    const used = readings.find(({ typed }) => typed === text.match.text)?.used ?? [];
    const children = used
      .flatMap((word) => textMatch('word', word) ?? [])
      .map((match): QueryNode => ({ ...text, match }));
    const [only = text, more] = children;
    return more === undefined ? only : { kind: 'or', children, span: text.span };
  });
}

/** The query with the likeliest words instead of misspelled ones in phrases. */
export function withPhrases(node: QueryNode, readings: readonly Reading[]): QueryNode {
  const likeliest = new Map(readings.map(({ typed, used }) => [typed, used[0] ?? typed]));
  return mapTexts(node, (text) => {
    if (text.match.kind !== 'phrase') return text;
    const words = text.match.text.split(/\s+/).map((word) => {
      const likely = likeliest.get(word) ?? word;
      return /^\p{Lu}/u.test(word) ? capitalized(likely) : likely;
    });
    return { ...text, match: textMatch('phrase', words.join(' ')) ?? text.match };
  });
}

/** What stands under a not stays. */
function mapTexts(node: QueryNode, change: (text: TextNode) => QueryNode): QueryNode {
  switch (node.kind) {
    case 'and':
    case 'or':
      return { ...node, children: node.children.map((child) => mapTexts(child, change)) };
    case 'text':
      return change(node);
    default:
      return node;
  }
}

const mostNames = 4;
const nameWords = /^\p{L}[\p{L}\p{M}.'’-]*(?: \p{L}[\p{L}\p{M}.'’-]*)*$/u;

/** The words of a query that are nothing but words, as few as a person's name has. */
export function nameIn(node: QueryNode): string | undefined {
  const parts = node.kind === 'and' ? node.children : [node];
  const words = parts.map((part) =>
    part.kind === 'text' && part.field === undefined && part.match.kind !== 'prefix'
      ? part.match.text.trim()
      : '',
  );
  const name = words.join(' ');
  return nameWords.test(name) && name.split(' ').length <= mostNames ? name : undefined;
}
