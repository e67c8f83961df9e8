import { paper } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { paperAction, rateAction } from '../paper-blocks.ts';
import { privately } from '../reply.ts';

export const show = defineCommand({
  path: ['papers', 'show'],
  summary: 'Show one paper: summary, authors, votes, code and links',
  args: {
    paper: paper({ description: 'An arXiv id, a link, or words of the title', required: true }),
  },
  main: 'paper',
  examples: ['/papers show 2401.00001', '/papers show attention is all you need'],
  async handle({ services, invocation, args }) {
    const person = await services.store.people.get(invocation.actor.id);
    const isSaved = person?.saved.some(({ paper: id }) => id === args.paper.id) ?? false;
    return privately({
      summary: args.paper.title,
      blocks: [
        { kind: 'paper', paper: args.paper, detail: 'full' },
        {
          kind: 'actions',
          actions: [
            isSaved
              ? paperAction('Remove from saved', 'unsave', args.paper)
              : paperAction('Save', 'save', args.paper),
            paperAction('Similar', 'similar', args.paper),
            paperAction('Why', 'why', args.paper),
            rateAction('More like this', 'more', args.paper),
            rateAction('Less like this', 'less', args.paper),
          ],
        },
      ],
    });
  },
});
