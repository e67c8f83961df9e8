import type { Query, QueryNode } from '../../core/query/ast.ts';
import { formatQuery } from '../../core/query/format.ts';
import {
  type FilterNode,
  filtersOf,
  nameIn,
  withoutFilters,
  withoutQuotes,
} from '../../core/query/looser.ts';
import { matches } from '../../core/query/match.ts';
import { parseQuery } from '../../core/query/parse.ts';
import type { SearchResult } from '../../core/search/search-index.ts';
import { clip } from '../../core/text/clip.ts';
import { counted } from '../../core/text/counted.ts';
import { listed } from '../../core/text/listed.ts';
import type { Action, Block, RichText } from '../../core/view.ts';
import type { Services } from '../services.ts';

const path = ['papers', 'search'] as const;
/** Hits that are looked at, to see which of several bars they do not pass. */
const mostLooked = 10;
/** UTF-16 units. */
const longestLabel = 60;

/** Another query, which finds something. */
interface Advice {
  readonly text: RichText;
  /** What may be pressed to see it; nothing for all there is. */
  readonly actions: readonly Action[];
}

/** What helps where a search finds nothing. It searches twice more at most. */
export async function nothingFound(
  services: Services,
  query: Query,
  askedHub: boolean,
): Promise<Block[]> {
  const advice = await advise(services, query);
  const items = advice.length === 0 ? [generalAdvice] : advice.map(({ text }) => text);
  const hub = { label: 'Search the whole Hub', path, args: { query: query.text, hub: 'yes' } };
  const actions = [...advice.flatMap(({ actions }) => actions), ...(askedHub ? [] : [hub])];
  return [
    { kind: 'list', items },
    ...(actions.length === 0 ? [] : [{ kind: 'actions' as const, actions }]),
  ];
}

const generalAdvice: RichText = [
  'Try fewer or more general words, or a prefix such as ',
  { kind: 'code', text: 'quanti*' },
  '.',
];

async function advise(services: Services, query: Query): Promise<readonly Advice[]> {
  const filtered = await filterAdvice(services, query);
  if (filtered !== undefined) return [filtered];
  return [await authorAdvice(services, query), await quoteAdvice(services, query)].filter(
    (each) => each !== undefined,
  );
}

async function authorAdvice(services: Services, { node }: Query): Promise<Advice | undefined> {
  const name = nameIn(node);
  if (name === undefined) return undefined;
  const text = `author:"${name}"`;
  const { total, corrections } = await found(services, text);
  if (total === 0 || corrections.length > 0) return undefined;
  const papers = `${counted(total, 'paper')} ${total === 1 ? 'is' : 'are'}`;
  return {
    text: [`${papers} by an author of that name: `, { kind: 'code', text }],
    actions: [searchAction('Search authors', text)],
  };
}

async function quoteAdvice(services: Services, { node }: Query): Promise<Advice | undefined> {
  const looser = withoutQuotes(node);
  return looser && adviceWithout(services, 'quotes', looser);
}

/** It blames the bar that most of the best hits do not pass, where that alone keeps papers out, and else all of them. */
async function filterAdvice(services: Services, query: Query): Promise<Advice | undefined> {
  const { node, text } = query;
  const filters = filtersOf(node);
  if (filters.length === 0) return undefined;
  const unfiltered = withoutFilters(node, filters);
  const { total, hits } = await found(services, formatQuery(unfiltered));
  if (total === 0) return undefined;
  const { archive, now } = services;
  const failing = (filter: FilterNode): number =>
    hits.filter(({ paper }) => !matches(filter, archive.prepare(paper), now())).length;
  const [worst, ...others] = [...filters].sort((a, b) => failing(b) - failing(a));
  const wordsOf = ({ span }: FilterNode): string => text.slice(span.start, span.end);
  if (worst !== undefined && others.length > 0) {
    const single = await adviceWithout(services, wordsOf(worst), withoutFilters(node, [worst]));
    if (single !== undefined) return single;
  }
  return withoutAdvice(listed(filters.map(wordsOf)), formatQuery(unfiltered), total);
}

async function adviceWithout(
  services: Services,
  what: string,
  looser: QueryNode,
): Promise<Advice | undefined> {
  const text = formatQuery(looser);
  const { total } = await found(services, text);
  return total === 0 ? undefined : withoutAdvice(what, text, total);
}

function withoutAdvice(what: string, text: string, total: number): Advice {
  const match = total === 1 ? 'matches' : 'match';
  return {
    text: [`Without ${what}, ${counted(total, 'paper')} ${match}.`],
    actions: text === '' ? [] : [searchAction(clip(`Without ${what}`, longestLabel), text)],
  };
}

const nothing: SearchResult = { total: 0, hits: [], corrections: [] };

/** Nothing where the query cannot be read, as one that became too long. */
async function found({ archive, topics, now }: Services, text: string): Promise<SearchResult> {
  const query = parseQuery(text, topics);
  if (!query.ok) return nothing;
  const options = { sort: 'best', limit: mostLooked, offset: 0, now: now() } as const;
  return archive.search(query.value, options);
}

function searchAction(label: string, query: string): Action {
  return { label, path, args: { query } };
}
