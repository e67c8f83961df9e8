import { paper } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { pageSize } from '../paging.ts';
import { paperCards } from '../paper-blocks.ts';
import { privately } from '../reply.ts';

export const similar = defineCommand({
  path: ['papers', 'similar'],
  summary: 'Find papers similar to one you like',
  args: {
    paper: paper({ description: 'An arXiv id, a link, or words of the title', required: true }),
  },
  main: 'paper',
  examples: ['/papers similar 2401.00001'],
  async handle({ services, args }) {
    const found = services.archive.index.similar(args.paper.id, pageSize);
    const sentence =
      found.length === 0
        ? `No stored paper is similar to “${args.paper.title}”.`
        : `Similar to “${args.paper.title}”:`;
    return privately({
      summary: [sentence, ...found.map((each) => each.paper.title)].join(' '),
      blocks: [{ kind: 'text', text: [sentence] }, ...paperCards(found.map((each) => each.paper))],
    });
  },
});
