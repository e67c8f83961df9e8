import { isDeepStrictEqual } from 'node:util';
import { query, zoneOf } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { digestsOf } from '../digests-of.ts';
import { placeBlocks } from '../place-blocks.ts';
import { publicly } from '../reply.ts';
import { placeArguments, scheduleArguments } from '../schedule-arguments.ts';
import {
  changedView,
  checkRoom,
  defaultSchedule,
  newSubscription,
  patchSubscription,
  replaySentence,
} from '../subscriptions.ts';
import { digestActions } from './actions.ts';

export const add = defineCommand({
  path: ['digest', 'add'],
  summary: 'Post a digest here on a schedule; weekdays at 09:00 unless you say otherwise',
  args: {
    query: query({
      description: 'What it is about: words, a query, topic:NAME; all papers if empty',
      required: false,
    }),
    ...scheduleArguments,
    ...placeArguments,
  },
  main: 'query',
  permission: 'manage',
  writes: true,
  examples: [
    '/digest add diffusion OR "world model"',
    '/digest add topic:llm-agents when:"mon,wed,fri 18:30 America/New_York" limit:3',
    '/digest add has:code upvotes>=20 when:"0 9 * * 1-5 Europe/Berlin"',
  ],
  async handle({ services, invocation, args }) {
    await checkRoom(services, invocation.address);
    const zone = await zoneOf({ services, invocation });
    const wanted = newSubscription(services, invocation, {
      scope: 'channel',
      address: invocation.address,
      queries: args.query === undefined ? [] : [args.query],
      schedule: defaultSchedule(zone),
    });
    const twin = (await digestsOf(services, invocation)).find(
      ({ address, queries }) =>
        address === wanted.address && isDeepStrictEqual(queries, wanted.queries),
    );
    const subscription = await services.store.subscriptions.add(
      patchSubscription(wanted, args, services.now()),
    );
    const { preview, edit, remove } = digestActions(subscription.id);
    return publicly(
      changedView(services, subscription, {
        lead:
          twin === undefined
            ? `Digest ${subscription.id} is set up.`
            : `Digest ${subscription.id} is set up beside ${twin.id}, which is about the same.`,
        actions: [preview, edit, remove],
        replay: await replaySentence(services, subscription),
        place: await placeBlocks(services, subscription.address),
      }),
    );
  },
});
