import { integer } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { defaultDays, since } from '../papers/catch-up-since.ts';
import { catchUpView } from '../papers/catch-up-view.ts';
import { privately } from '../reply.ts';
import { requirePersonalDigest } from './personal-digest.ts';

const path = ['papers', 'my', 'catchup'] as const;

export const catchUp = defineCommand({
  path,
  summary: 'See the best papers on your topics since you were away, posted or not',
  args: {
    since,
    page: integer({ description: 'Which page', required: false, range: { min: 1, max: 10_000 } }),
  },
  main: 'since',
  examples: ['/papers my catchup', '/papers my catchup since:2w'],
  async handle({ services, invocation, args: { since: days = defaultDays, page = 1 } }) {
    const current = await requirePersonalDigest(services, invocation);
    return privately(await catchUpView(services, current, { path, args: {}, days, page }));
  },
});
