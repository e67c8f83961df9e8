import type { NumberField, Query, QueryNode, TextField } from '../../core/query/ast.ts';
import { formatQuery } from '../../core/query/format.ts';
import {
  type BarNode,
  barsOf,
  type FieldNode,
  nameIn,
  withoutClauses,
  withoutQuotes,
  withPhrases,
  withWords,
  wordsApart,
} from '../../core/query/looser.ts';
import { matches } from '../../core/query/match.ts';
import { parseQuery } from '../../core/query/parse.ts';
import { textMatch } from '../../core/query/text-match.ts';
import type { SearchResult } from '../../core/search/search-index.ts';
import { clip } from '../../core/text/clip.ts';
import { counted } from '../../core/text/counted.ts';
import { listed } from '../../core/text/listed.ts';
import type { Action, RichText } from '../../core/view.ts';
import type { Services } from '../services.ts';

const path = ['papers', 'search'] as const;
/** Hits that are looked at, to see which of several bars they do not pass. */
const mostLooked = 10;
const mostSearches = 2;
/** UTF-16 units. */
const longestLabel = 60;

/** Another query, which finds something, or why there is none. */
interface Advice {
  readonly text: RichText;
  /** What may be pressed to see it; nothing for all there is. */
  readonly actions: readonly Action[];
}

type Advised = Pick<Services, 'archive' | 'topics' | 'now'>;

/** What is searched to find advice, and in what. */
interface Search {
  readonly services: Advised;
  /** Nothing where the query cannot be read, as one that became too long, and where enough was searched. */
  find(node: QueryNode): Promise<SearchResult>;
}

/** What helps where a query finds nothing. It searches twice more at most. */
export async function searchAdvice(services: Advised, query: Query): Promise<readonly Advice[]> {
  if (services.archive.index.size === 0) return [plain('No papers were read yet.')];
  const search = searchTwice(services);
  const barred = await barAdvice(search, query);
  if (barred !== undefined) return [barred];
  const quotes = await quoteAdvice(search, query.node);
  const author = await authorAdvice(search, query.node);
  const found = [author, quotes].filter((each) => each !== undefined);
  return found.length === 0 ? [generalAdvice] : found;
}

const generalAdvice: Advice = {
  text: [
    'Try fewer or more general words, or a prefix such as ',
    { kind: 'code', text: 'quanti*' },
    '.',
  ],
  actions: [],
};

function searchTwice(services: Advised): Search {
  const { archive, topics, now } = services;
  let left = mostSearches;
  return {
    services,
    async find(node) {
      const query = parseQuery(formatQuery(node), topics);
      if (!query.ok || left === 0) return { total: 0, hits: [], corrections: [] };
      left -= 1;
      const options = { sort: 'best', limit: mostLooked, offset: 0, now: now() } as const;
      return archive.search(query.value, options);
    },
  };
}

/** It blames the bar that most of the best hits of the rest do not pass, where that alone keeps papers out, and else all of them. */
async function barAdvice(search: Search, { node, text }: Query): Promise<Advice | undefined> {
  const bars = barsOf(node);
  const [only, ...more] = bars;
  if (only === undefined) return undefined;
  const wordsOf = ({ span }: BarNode): string => text.slice(span.start, span.end);
  const rest = withoutClauses(node, bars);
  const dropping = async (bar: BarNode) => {
    const looser = withoutClauses(node, [bar]);
    return adviceWithout(wordsOf(bar), looser, await search.find(looser));
  };
  if (isEmpty(rest)) {
    if (more.length === 0) return loneAdvice(search, only, wordsOf(only));
    const [first = only, second = only] = bars.toSorted((a, b) => rank(a) - rank(b));
    return (await dropping(first)) ?? (await dropping(second)) ?? generalAdvice;
  }
  const found = await search.find(rest);
  const { archive, now } = search.services;
  const failing = (bar: BarNode): number =>
    found.hits.filter(({ paper }) => !matches(bar, archive.prepare(paper), now())).length;
  const [worst = only] = bars.toSorted((a, b) => failing(b) - failing(a));
  const single = found.total > 0 && more.length > 0 ? await dropping(worst) : undefined;
  return single ?? adviceWithout(listed(bars.map(wordsOf)), rest, found);
}

function isEmpty(node: QueryNode): boolean {
  return node.kind === 'and' && node.children.every(isEmpty);
}

/** What people name is likelier not to be there than what they measure. */
function rank({ kind }: BarNode): number {
  return kind === 'text' ? 0 : 1;
}

/** Of a query that is nothing but one bar. */
async function loneAdvice(search: Search, bar: BarNode, words: string): Promise<Advice> {
  if (bar.kind === 'text') {
    const apart = wordsApart(bar);
    const known = apart && (await phraseAdvice(search, bar, apart, bar.field !== 'author'));
    return known ?? plain(missing(bar));
  }
  const { archive } = search.services;
  if (bar.kind === 'number' && bar.comparison !== '=') {
    return extremeAdvice(archive.papers(), bar.field, bar.comparison.startsWith('>'));
  }
  const { size } = archive.index;
  return plain(`Without ${words}, ${matchText(size)}.`);
}

const missingWords: Readonly<Record<TextField, string>> = {
  title: 'has that in its title',
  abstract: 'has that in its abstract',
  author: 'has an author of that name',
  org: 'is of an organization of that name',
  keyword: 'has that keyword',
  category: 'is of that category',
};

function missing({ field }: FieldNode): string {
  return `No stored paper ${missingWords[field]}.`;
}

function extremeAdvice(
  papers: Iterable<Readonly<Partial<Record<NumberField, number>>>>,
  field: NumberField,
  isHighest: boolean,
): Advice {
  let extreme: number | undefined;
  for (const { [field]: value } of papers) {
    if (value === undefined) continue;
    if (extreme === undefined || (isHighest ? value > extreme : value < extreme)) extreme = value;
  }
  if (extreme === undefined) return plain(`No stored paper has a count of ${field}.`);
  const query = `${field}${isHighest ? '>=' : '<='}${extreme}`;
  const bound = isHighest ? 'more' : 'fewer';
  return {
    text: [`No stored paper has ${bound} than ${counted(extreme, field.slice(0, -1))}.`],
    actions: [searchAction(query, query)],
  };
}

async function quoteAdvice(search: Search, node: QueryNode): Promise<Advice | undefined> {
  const apart = withoutQuotes(node);
  return apart && phraseAdvice(search, node, apart, true);
}

/** The phrases with a misspelled word corrected, else, where that would do, their words `apart`. */
async function phraseAdvice(
  search: Search,
  node: QueryNode,
  apart: QueryNode,
  isApartEnough: boolean,
): Promise<Advice | undefined> {
  const loose = await search.find(apart);
  if (loose.total > 0 && loose.corrections.length > 0) {
    const corrected = withPhrases(node, loose.corrections);
    const found = await search.find(corrected);
    if (found.total > 0) return matchAdvice(corrected, found);
  }
  return isApartEnough ? adviceWithout('quotes', apart, loose) : undefined;
}

async function authorAdvice(search: Search, node: QueryNode): Promise<Advice | undefined> {
  const name = nameIn(node);
  const match = name === undefined ? undefined : textMatch('phrase', name);
  if (match === undefined) return undefined;
  const author: QueryNode = { kind: 'text', field: 'author', match, span: node.span };
  const { total, corrections } = await search.find(author);
  if (total === 0 || corrections.length > 0) return undefined;
  const text = formatQuery(author);
  const papers = `${counted(total, 'paper')} ${total === 1 ? 'is' : 'are'}`;
  return {
    text: [`${papers} by an author of that name: `, { kind: 'code', text }],
    actions: [searchAction('Search authors', text)],
  };
}

/** What `looser` finds, which has all of the query but `what`. */
function adviceWithout(what: string, looser: QueryNode, result: SearchResult): Advice | undefined {
  const { total, corrections } = result;
  if (total === 0) return undefined;
  if (corrections.length > 0) return matchAdvice(looser, result);
  const text = formatQuery(looser);
  return {
    text: [`Without ${what}, ${matchText(total)}.`],
    actions: [searchAction(clip(`Without ${what}`, longestLabel), text)],
  };
}

/** What a query finds that says more than what it is without. */
function matchAdvice(node: QueryNode, { total, corrections }: SearchResult): Advice {
  const text = formatQuery(withWords(node, corrections));
  return {
    text: [`${matchText(total)} `, { kind: 'code', text }, '.'],
    actions: [searchAction(clip(`Search ${text}`, longestLabel), text)],
  };
}

function matchText(total: number): string {
  return `${counted(total, 'paper')} ${total === 1 ? 'matches' : 'match'}`;
}

function plain(text: string): Advice {
  return { text: [text], actions: [] };
}

function searchAction(label: string, query: string): Action {
  return { label, path, args: { query } };
}
