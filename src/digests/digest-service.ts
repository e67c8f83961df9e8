import type { DigestService } from '../commands/services.ts';
import { failure, type Problem, success } from '../core/problem.ts';
import type { Subscription } from '../core/subscription.ts';
import { pauseOutlook } from '../core/views/pause-outlook.ts';
import { refusalOutlook } from '../core/views/refusal-outlook.ts';
import type { Store } from '../store/store.ts';
import type { DeliveryResult } from './deliver/deliver.ts';
import type { Due } from './due.ts';
import { type PlanDependencies, planFor } from './plan/plan.ts';

export interface DigestServiceDependencies extends PlanDependencies {
  readonly store: Pick<Store, 'deliveries' | 'people' | 'subscriptions'>;
}

/** What commands may do with digests beside what is stored of them. */
export function createDigestService(
  dependencies: DigestServiceDependencies,
  due: Pick<Due, 'sendNow'>,
): DigestService {
  const { store } = dependencies;

  /** Whether a part of what was sent last may have arrived. */
  async function isInDoubt({ id }: Subscription): Promise<boolean> {
    const rows = await store.deliveries.of(id);
    const slot = rows.at(-1)?.slot;
    return rows.some((row) => row.slot === slot && row.status === 'uncertain');
  }

  /** In the words in which whoever set it up is told of a refused one. */
  async function problemOf(asked: Subscription, result: Unsent): Promise<Problem> {
    const wasTried = result.kind !== 'failed' || result.reason !== undefined;
    const isLookedUp = wasTried && (await isInDoubt(asked));
    const { doubt, outlook } = refusalOutlook({ isLookedUp, isOne: true, isByHand: true });
    const current = (await store.subscriptions.get(asked.id)) ?? asked;
    const outcome =
      current.status.kind === 'paused'
        ? `The digest is paused. ${pauseOutlook(current)}`
        : `Nothing is lost: ${outlook}.`;
    const remedy = `${doubt} ${outcome}`.trimStart();
    if (result.kind === 'open' || result.reason === undefined) {
      const what = isLookedUp ? 'It may not have arrived' : 'It could not be sent';
      return { message: `${what}: ${result.detail.replace(/\.$/, '')}.`, remedy };
    }
    return { message: `It could not be sent. ${result.reason}.`, remedy };
  }

  return {
    preview: (subscription, slot) => planFor(dependencies, subscription, slot, 'by-hand'),
    upcoming: (subscription, slot) => planFor(dependencies, subscription, slot, 'schedule'),
    async sendNow(subscription) {
      const result = await due.sendNow(subscription);
      if (result.kind === 'sent') return success(result.papers);
      if (result.kind === 'nothing') return success(0);
      return failure(await problemOf(subscription, result));
    },
  };
}

type Unsent = Exclude<DeliveryResult, { kind: 'sent' | 'nothing' }>;
