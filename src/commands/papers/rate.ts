import { type Taste, withTaste } from '../../core/taste.ts';
import { shortId } from '../../core/views/digest-view.ts';
import { choice, paper } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { personalDigest } from '../my/personal-digest.ts';
import { privately, say } from '../reply.ts';

const path = ['papers', 'rate'] as const;

export const rate = defineCommand({
  path,
  summary: 'Ask for more or less like a paper in your personal digest',
  args: {
    paper: paper({ description: 'An arXiv id, a link, or words of the title', required: true }),
    wants: choice({
      description: 'More like it by default',
      required: false,
      choices: [
        { value: 'more', label: 'More like this' },
        { value: 'less', label: 'Less like this' },
        { value: 'nothing', label: 'Forget what I said' },
      ],
    }),
  },
  main: 'paper',
  last: 'wants',
  writes: true,
  examples: ['/papers rate 2401.00001 wants:more', '/papers rate 2401.00001 wants:less'],
  async handle({ services, invocation, args }) {
    const { people } = services.store;
    const { id } = invocation.actor;
    const person = (await people.get(id)) ?? { id, saved: [] };
    const wants: Taste['wants'] | undefined =
      args.wants === 'nothing' ? undefined : (args.wants ?? 'more');
    const at = new Date(services.now()).toISOString();
    await people.put({
      ...person,
      tastes: withTaste(person.tastes ?? [], args.paper.id, wants, at),
    });
    const title = `“${args.paper.title}”`;
    if (wants === undefined) return privately(say(`Forgotten what you said of ${title}.`));
    const again = { paper: shortId(args.paper.id), wants: 'nothing' };
    const undo = { label: 'Undo', path, args: again };
    const digest = await personalDigest(services, invocation);
    const where =
      digest === undefined
        ? 'once you follow a topic: /papers my follow.'
        : 'in your personal digest.';
    return privately(
      say(`Got it: ${wants} like ${title} ${where}`, [{ kind: 'actions', actions: [undo] }]),
    );
  },
});
