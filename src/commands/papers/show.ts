import { namedPaper } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { othersBlock, paperAction, rateAction } from '../paper-blocks.ts';
import { privately } from '../reply.ts';

export const show = defineCommand({
  path: ['papers', 'show'],
  summary: 'Show one paper: summary, authors, votes, code and links',
  args: {
    paper: namedPaper({
      description: 'An arXiv id, a link, or words of the title',
      required: true,
    }),
  },
  main: 'paper',
  examples: ['/papers show 2401.00001', '/papers show attention is all you need'],
  async handle({ services, invocation, args }) {
    const { paper, others } = args.paper;
    const person = await services.store.people.get(invocation.actor.id);
    const isSaved = person?.saved.some(({ paper: id }) => id === paper.id) ?? false;
    return privately({
      summary: paper.title,
      blocks: [
        { kind: 'paper', paper, detail: 'full' },
        ...othersBlock(others),
        {
          kind: 'actions',
          actions: [
            isSaved
              ? paperAction('Remove from saved', 'unsave', paper)
              : paperAction('Save', 'save', paper),
            paperAction('Similar', 'similar', paper),
            paperAction('Why', 'why', paper),
            rateAction('More like this', 'more', paper),
            rateAction('Less like this', 'less', paper),
          ],
        },
      ],
    });
  },
});
