import type { DeliverDependencies } from '../../src/digests/deliver/deliver.ts';

/** What deliveries need beside the world they act on, with nothing left to chance: nothing waits longer than it is told to. */
export const certainties: Pick<DeliverDependencies, 'random' | 'uncertainPolicy' | 'giveWay'> = {
  random: () => 0,
  uncertainPolicy: 'resend_once',
  giveWay: async () => undefined,
};
