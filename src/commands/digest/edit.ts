import { digest, flag, query } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { privately, publicly } from '../reply.ts';
import { placeArguments, scheduleArguments } from '../schedule-arguments.ts';
import {
  changedView,
  changeSubscription,
  patchSubscription,
  replaySentence,
  withQueries,
} from '../subscriptions.ts';
import { digestActions } from './actions.ts';

export const edit = defineCommand({
  path: ['digest', 'edit'],
  summary: 'Change what a digest is about, when it comes, or how',
  args: {
    digest: digest({ description: 'The id of the digest, or words of its query', required: true }),
    query: query({ description: 'What it is about from now on', required: false }),
    everything: flag('Yes to post every paper instead of a query'),
    ...scheduleArguments,
    ...placeArguments,
  },
  main: 'digest',
  permission: 'manage',
  writes: true,
  examples: [
    '/digest edit d1 query:"diffusion -survey"',
    '/digest edit d1 limit:3 time:18:30',
    '/digest edit d1 when:"fridays 16:00 Europe/Berlin"',
  ],
  async handle({ services, args }) {
    const { digest: current, query: text } = args;
    const given = Object.entries(args).filter(
      ([name, value]) => name !== 'digest' && value !== undefined,
    );
    const { preview, pause, remove } = digestActions(current.id);
    if (given.length === 0) {
      const view = changedView(services, current, {
        lead: `Nothing to change was named. ${current.id}:`,
        actions: [preview, pause, remove],
      });
      return privately(view, current);
    }
    const queries = args.everything === true ? [] : text === undefined ? undefined : [text];
    const changed = await changeSubscription(services, current.id, (latest) => {
      const patched = patchSubscription(latest, args, services.now());
      return queries === undefined ? patched : withQueries(patched, queries);
    });
    const changesPosts = queries !== undefined || args.limit !== undefined;
    const view = changedView(services, changed, {
      lead: `Changed ${changed.id}.`,
      actions: [preview, pause, remove],
      ...(changesPosts && { replay: await replaySentence(services, changed) }),
    });
    return publicly(view, changed);
  },
});
