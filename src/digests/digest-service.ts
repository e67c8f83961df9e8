import type { DigestService } from '../commands/services.ts';
import { failure, success } from '../core/problem.ts';
import type { Due } from './due.ts';
import { type PlanDependencies, planFor } from './plan.ts';

/** What commands may do with digests beside what is stored of them. */
export function createDigestService(
  planning: PlanDependencies,
  due: Pick<Due, 'sendNow'>,
): DigestService {
  return {
    preview: (subscription, slot) => planFor(planning, subscription, slot, 'by-hand'),
    upcoming: (subscription, slot) => planFor(planning, subscription, slot, 'schedule'),
    async sendNow(subscription) {
      const result = await due.sendNow(subscription);
      if (result.kind === 'sent') return success(result.papers);
      if (result.kind === 'nothing') return success(0);
      if (result.kind === 'open' || result.reason === undefined) {
        return failure({ message: `It could not be sent: ${result.detail}.` });
      }
      const message = `It could not be sent. ${result.reason}.`;
      return failure(
        result.kind === 'paused'
          ? { message, remedy: 'Until then the digest is paused.' }
          : { message },
      );
    },
  };
}
