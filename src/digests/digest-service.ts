import type { DigestService } from '../commands/services.ts';
import { freshMs } from '../core/plan-digest.ts';
import { failure, success } from '../core/problem.ts';
import type { Due } from './due.ts';
import { type PlanDependencies, planFor } from './plan.ts';

/** What commands may do with digests beside what is stored of them. */
export function createDigestService(
  planning: PlanDependencies & { readonly giveWay: () => Promise<void> },
  due: Pick<Due, 'sendNow'>,
): DigestService {
  /** The words of recent papers, piece by piece: planning then finds them at hand and holds nobody up. */
  async function prepareRecent(): Promise<void> {
    const { archive, now, giveWay } = planning;
    for (const { paper } of archive.arrivals.met(now() - freshMs, now())) {
      await giveWay();
      archive.prepare(paper);
    }
  }

  return {
    async preview(subscription, slot) {
      await prepareRecent();
      return planFor(planning, subscription, slot, 'by-hand');
    },
    async upcoming(subscription, slot) {
      await prepareRecent();
      return planFor(planning, subscription, slot, 'schedule');
    },
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
