import { ProblemError } from '../../core/problem.ts';
import type { Query, TopicTable } from '../../core/query/ast.ts';
import { formatQuery } from '../../core/query/format.ts';
import { withWords } from '../../core/query/looser.ts';
import { parseQuery } from '../../core/query/parse.ts';
import type { SearchHit, SearchResult } from '../../core/search/search-index.ts';
import { counted } from '../../core/text/counted.ts';
import type { Block, RichText, View } from '../../core/view.ts';
import { richTextWords } from '../../core/views/rich-text-words.ts';
import { choice, flag, integer, query } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { pageSize, pagingBlocks } from '../paging.ts';
import { detailsAction } from '../paper-blocks.ts';
import { privately } from '../reply.ts';
import type { Services } from '../services.ts';
import { nothingFound } from './nothing-found.ts';

const path = ['papers', 'search'] as const;

export const search = defineCommand({
  path,
  summary: 'Search papers by words, phrases, fields, votes or id',
  args: {
    query: query({ description: 'Words to look for, or a query', required: true }),
    sort: choice({
      description: 'What comes first; best match by default',
      required: false,
      choices: [
        { value: 'best', label: 'Best match' },
        { value: 'newest', label: 'Newest' },
        { value: 'upvotes', label: 'Most upvoted' },
        { value: 'trending', label: 'Trending' },
      ],
    }),
    hub: flag('Search the whole Hub too, not only the stored papers'),
    page: integer({ description: 'Which page', required: false, range: { min: 1, max: 10_000 } }),
  },
  main: 'query',
  examples: [
    '/papers search diffusion -survey',
    '/papers search "world model" OR title:agent sort:newest',
    '/papers search has:code upvotes>=20 since:7d',
  ],
  async handle({ services, args }) {
    const { sort = 'best', page = 1 } = args;
    const parsed = parseQuery(args.query, services.topics);
    if (!parsed.ok) throw new ProblemError(parsed.problem);
    const hubNote = args.hub ? await askHub(services, args.query) : [];
    const result = await services.archive.search(parsed.value, {
      sort,
      limit: pageSize,
      offset: (page - 1) * pageSize,
      now: services.now(),
    });
    const read = asRead(parsed.value, result, services.topics);
    const view = searchView(result, read, (page - 1) * pageSize + 1);
    const nothing = result.total === 0 ? await nothingFound(services, read, args.hub === true) : [];
    const again = { query: args.query, ...(sort === 'best' ? {} : { sort }) };
    return privately({
      ...view,
      blocks: [
        ...hubNote,
        ...view.blocks,
        ...pagingBlocks(path, again, page, result.total),
        ...nothing,
      ],
    });
  },
});

/** The query with the words that were searched instead of misspelled ones; as typed where it would become too long. */
export function asRead(query: Query, { corrections }: SearchResult, topics: TopicTable): Query {
  if (corrections.length === 0) return query;
  const read = parseQuery(formatQuery(withWords(query.node, corrections)), topics);
  return read.ok ? read.value : query;
}

/** How many papers match a query `asRead`, what was searched instead of misspelled words, and the hits with the words marked. */
export function searchView(result: SearchResult, { text }: Query, firstPlace = 1): View {
  return {
    summary: richTextWords(countText(result, text)),
    blocks: [
      ...correctionBlocks(result),
      { kind: 'text', text: countText(result, text) },
      ...result.hits.map((hit, index) => hitBlock(hit, firstPlace + index)),
    ],
  };
}

async function askHub(services: Services, words: string): Promise<Block[]> {
  const found = await services.searchHub(words);
  if (found.ok) {
    return [
      {
        kind: 'notice',
        tone: 'info',
        text: [`The Hub gave ${counted(found.value, 'paper')} for these words.`],
      },
    ];
  }
  const { message, remedy } = found.problem;
  return [
    {
      kind: 'notice',
      tone: 'warning',
      text: [`The Hub could not be searched: ${message}`],
      hint: remedy ?? 'These are the stored papers only.',
    },
  ];
}

function countText({ total, corrections }: SearchResult, query: string): RichText {
  if (total === 0) return ['No stored paper matches ', ...quoted(query), '.'];
  const what = corrections.length === 0 ? [' ', ...quoted(query)] : [];
  return total === 1 ? ['1 paper matches', ...what, '.'] : [`${total} papers match`, ...what, '.'];
}

/** What has quotes of its own gets no more of them. */
function quoted(query: string): RichText {
  return /["“”]/.test(query) ? [{ kind: 'code', text: query }] : [`“${query}”`];
}

function correctionBlocks({ corrections }: SearchResult): Block[] {
  return corrections.map(({ typed, used }) => ({
    kind: 'notice',
    tone: 'info',
    text: [
      `Nothing is found with “${typed}”; searched ${used.map((word) => `“${word}”`).join(' or ')} instead.`,
    ],
  }));
}

function hitBlock(hit: SearchHit, place: number): Block {
  return {
    kind: 'paper',
    paper: hit.paper,
    place,
    detail: 'card',
    snippet: hit.snippet,
    actions: [detailsAction(hit.paper)],
  };
}
