import type { Invocation } from '../../core/invocation.ts';
import { zone as zoneArgument } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { privately, say } from '../reply.ts';
import { scheduleArguments } from '../schedule-arguments.ts';
import type { Services } from '../services.ts';
import { changedView, changeSubscription, patchSubscription } from '../subscriptions.ts';
import { myActions, personalDigest, requirePersonalDigest } from './personal-digest.ts';

export const digest = defineCommand({
  path: ['papers', 'my', 'digest'],
  summary: 'Choose when your personal digest comes, and how much it holds',
  args: scheduleArguments,
  main: 'when',
  writes: true,
  examples: [
    '/papers my digest weekdays 08:30 Europe/Berlin',
    '/papers my digest limit:3 layout:compact',
  ],
  async handle({ services, invocation, args }) {
    const current = await requirePersonalDigest(services, invocation);
    const changed = await changeSubscription(services, current.id, (latest) =>
      patchSubscription(latest, args, services.now()),
    );
    if (args.zone !== undefined) await rememberZone(services, invocation, args.zone);
    const lead = 'Your personal digest:';
    const view = changedView(services, changed, {
      lead,
      actions: [myActions.preview, myActions.pause],
    });
    return privately(view);
  },
});

export const timezone = defineCommand({
  path: ['papers', 'my', 'zone'],
  summary: 'Set your time zone, used where you name none',
  args: {
    zone: { ...zoneArgument('Time zone: Europe/Berlin or berlin'), required: true as const },
  },
  main: 'zone',
  writes: true,
  examples: ['/papers my zone Europe/Berlin'],
  async handle({ services, invocation, args }) {
    await rememberZone(services, invocation, args.zone);
    const current = await personalDigest(services, invocation);
    if (current === undefined) return privately(say(`Your time zone is ${args.zone} from now on.`));
    const changed = await changeSubscription(services, current.id, (latest) =>
      patchSubscription(latest, { zone: args.zone }, services.now()),
    );
    const lead = `Your time zone is ${args.zone} from now on.`;
    return privately(changedView(services, changed, { lead, actions: [myActions.preview] }));
  },
});

async function rememberZone(
  { store: { people } }: Services,
  { actor: { id } }: Invocation,
  zone: string,
): Promise<void> {
  await people.put({ ...((await people.get(id)) ?? { id, saved: [] }), zone });
}
