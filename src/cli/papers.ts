import { noteReports, readSources } from './source-papers.ts';
import type { Verb } from './verb.ts';

export const papers: Verb = {
  name: 'papers',
  usage: 'FILE|URL...',
  summary: 'Parse feeds of any known format and print their papers as JSON lines',
  options: {},
  words: { min: 1, max: 1_000 },
  examples: [
    'papers data/samples/hugging-face-daily.json',
    'papers https://huggingface.co/api/daily_papers page.html',
  ],
  async run({ words, options, output }) {
    const read = await readSources(words, output.note);
    if (options.flag('json')) output.json(read);
    else for (const { arrivedAt, ...paper } of read.papers) output.print(JSON.stringify(paper));
    noteReports(read.reports, output);
    return 0;
  },
};
