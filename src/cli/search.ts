import { asRead, searchView } from '../commands/papers/search.ts';
import { searchAdvice } from '../commands/papers/search-advice.ts';
import { ProblemError } from '../core/problem.ts';
import { parseQuery } from '../core/query/parse.ts';
import { loadTopics } from '../load-topics.ts';
import { openArchiveSource } from './archive-source.ts';
import { readChoice, readCount } from './option-values.ts';
import type { Verb } from './verb.ts';

const sorts = ['best', 'newest', 'upvotes', 'trending'] as const;

export const search: Verb = {
  name: 'search',
  usage: 'QUERY [--from FILE|URL]... [--sort SORT] [--limit N]',
  summary: 'Search the stored papers, or those of files and URLs',
  options: {
    from: {
      type: 'string',
      multiple: true,
      value: 'FILE|URL',
      help: 'search this instead of the stored papers',
    },
    sort: {
      type: 'string',
      value: 'SORT',
      help: 'best, newest, upvotes or trending; best by default',
    },
    limit: { type: 'string', value: 'N', help: 'papers to print, 1 to 1000; 10 by default' },
  },
  words: { min: 1, max: 100 },
  examples: [
    'search diffusion --from data/samples/hugging-face-daily.json',
    `search '"world model" OR title:agent' --sort newest --json`,
  ],
  async run(request) {
    const { words, options, config, output } = request;
    const text = words.join(' ');
    const isJson = options.flag('json');
    const sort = readChoice(options, 'sort', sorts) ?? 'best';
    const limit = readCount(options, 'limit', 1_000) ?? 10;
    const topics = await loadTopics(config);
    const query = parseQuery(text, topics);
    if (!query.ok) throw new ProblemError({ ...query.problem, input: text });
    const { archive } = await openArchiveSource(request, isJson);
    const now = Date.now();
    const result = await archive.search(query.value, { sort, limit, offset: 0, now });
    if (isJson) {
      output.json(result);
      return 0;
    }
    const read = asRead(query.value, result, topics);
    const view = searchView(result, read);
    const services = { archive, topics, now: () => now };
    if (result.total > 0) output.show(view);
    else {
      const items = (await searchAdvice(services, read)).map((advice) => advice.text);
      output.show({ ...view, blocks: [...view.blocks, { kind: 'list', items }] });
    }
    return 0;
  },
};
