import { ProblemError } from '../core/problem.ts';
import { formatQuery } from '../core/query/format.ts';
import { parseQuery } from '../core/query/parse.ts';
import { loadTopics } from '../load-topics.ts';
import type { Verb } from './verb.ts';

export const query: Verb = {
  name: 'query',
  usage: 'QUERY',
  summary: 'Check a query: print its normal form, or what is wrong with it and where',
  options: {},
  words: { min: 1, max: 100 },
  examples: [`query 'diffusion OR "world model" -survey upvotes>=20'`],
  async run({ words, options, config, output }) {
    const text = words.join(' ');
    const parsed = parseQuery(text, await loadTopics(config));
    if (!parsed.ok) {
      if (!options.flag('json')) throw new ProblemError({ ...parsed.problem, input: text });
      output.json({ ok: false, ...parsed.problem });
      return 1;
    }
    const { node } = parsed.value;
    if (options.flag('json')) output.json({ ok: true, normal: formatQuery(node), node });
    else output.print(formatQuery(node));
    if (text.trim() === '') output.note('An empty query takes every paper.');
    return 0;
  },
};
