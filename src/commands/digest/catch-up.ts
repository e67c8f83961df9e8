import { digest, integer } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { defaultDays, since } from '../papers/catch-up-since.ts';
import { catchUpView } from '../papers/catch-up-view.ts';
import { privately } from '../reply.ts';

const path = ['digest', 'catchup'] as const;

export const catchUp = defineCommand({
  path,
  summary: 'See the best papers that a digest is about since you were away, posted or not',
  args: {
    digest: digest({ description: 'The id of the digest, or words of its query', required: true }),
    since,
    page: integer({ description: 'Which page', required: false, range: { min: 1, max: 10_000 } }),
  },
  main: 'digest',
  last: 'since',
  examples: ['/digest catchup d1', '/digest catchup d1 since:2w'],
  async handle({ services, args }) {
    const { digest: target, since: days = defaultDays, page = 1 } = args;
    const request = { path, args: { digest: target.id }, days, page };
    return privately(await catchUpView(services, target, request), target);
  },
});
