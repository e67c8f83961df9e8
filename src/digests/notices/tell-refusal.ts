import { lookDelay, nextLookDelay, retryDelay, unansweredDelay } from '../../core/back-off.ts';
import type { Instant } from '../../core/paper.ts';
import type { TopicTable } from '../../core/query/ast.ts';
import {
  nobody,
  type Refusal,
  type Subscription,
  type UntoldNotice,
} from '../../core/subscription.ts';
import { pausedView, refusedView } from '../../core/views/refusal-view.ts';
import type { Platform } from '../../platforms/platform.ts';
import type { Store } from '../../store/store.ts';
import { askPlatform } from '../deliver/ask-platform.ts';
import type { DeliverDependencies } from '../deliver/deliver.ts';
import { evidenceOfAnswer, evidenceOfSend } from '../deliver/evidence.ts';
import type { Turns } from '../deliver/turns.ts';
import { platformIdOf } from '../platform-of.ts';

/** Sends notices of refusals, and finds out what became of those that may have arrived. */
export interface TellRefusal {
  /** Gives when to come again, epoch milliseconds; undefined where it is not owed any more. */
  tell(owed: Owed): Promise<number | undefined>;
  /** Forgets all others, by delivery id. */
  keep(ids: ReadonlySet<string>): void;
}

/** A notice that is owed. */
export interface Owed {
  readonly subscription: Subscription;
  readonly untold: UntoldNotice;
  /** For platforms and the log: two notices of one digest are not the same. */
  readonly deliveryId: string;
}

/** The message of a notice. */
interface Letter {
  readonly address: string;
  readonly payload: unknown;
  /** When it is sent, or was first. */
  readonly sentAt: Instant;
  /** What was sent before may have arrived. */
  readonly mayBeThere?: boolean;
}

/** How often it was sent in vain, and how often its platform could not tell since. */
interface Tries {
  readonly sends: number;
  readonly looks: number;
}

const longestMs = 24 * 3_600_000;
const absentMs = 10 * 60_000;

export function createTellRefusal(dependencies: DeliverDependencies, turns: Turns): TellRefusal {
  const { store, platforms, topics, now, random, log } = dependencies;
  /** By delivery id. */
  const tries = new Map<string, Tries>();

  async function bring(owed: Owed): Promise<number | undefined> {
    const { subscription, untold } = owed;
    const { address, createdBy } = subscription;
    if (createdBy === nobody) return end(owed);
    if (now() - Date.parse(untold.since) > longestMs) return end(owed, 'not told for a day');
    const platform = platforms.get(platformIdOf(address));
    if (platform === undefined) return now() + absentMs;
    const sentAt = untold.sentAt ?? new Date(now()).toISOString();
    // What is looked for has the words of what was sent.
    const message = noticeFor(subscription, platform, { topics, now: Date.parse(sentAt) });
    const letter = { ...message, sentAt };
    if (untold.sentAt === undefined) return send(owed, platform, letter);
    const found = await turns.ask(address, async (note) => {
      const brokenOff = { ...message, deliveryId: owed.deliveryId, firstSentAt: sentAt };
      const answer = await askPlatform(platform, brokenOff);
      note(evidenceOfAnswer(answer));
      return answer;
    });
    switch (found.kind) {
      case 'open':
        return found.again;
      case 'sent':
        return end(owed);
      case 'repeatable':
        return send(owed, platform, { ...letter, mayBeThere: found.mayBeThere === true });
      case 'unknown': {
        const mayTellLater = found.isUnanswered === true || found.isLater === true;
        const wait = mayTellLater
          ? unansweredDelay(now() - Date.parse(sentAt), random())
          : undefined;
        return wait === undefined ? lookLater(owed, platform) : now() + wait;
      }
    }
  }

  async function send(
    owed: Owed,
    platform: Platform,
    { address, payload, sentAt, mayBeThere = false }: Letter,
  ): Promise<number | undefined> {
    const { deliveryId } = owed;
    const outcome = await turns.send(address, async (note) => {
      await noteSent(owed, sentAt);
      const since = mayBeThere ? sentAt : undefined;
      const end = await platform.send(address, payload, deliveryId, undefined, since);
      note(evidenceOfSend(end));
      return end;
    });
    if (outcome.kind === 'open') return outcome.again;
    const sends = (tries.get(deliveryId)?.sends ?? 0) + 1;
    tries.set(deliveryId, { sends, looks: 0 });
    switch (outcome.kind) {
      case 'sent':
        return end(owed);
      case 'rejected':
        return end(owed, `not told: ${outcome.detail}`);
      case 'uncertain':
        return now() + lookDelay(sends);
      case 'retry':
        if (mayBeThere) return now() + lookDelay(sends);
        await noteSent(owed, undefined);
        return now() + retryDelay(sends, outcome.afterMs, random());
    }
  }

  /** It may have arrived, and nobody can tell just now. */
  async function lookLater(owed: Owed, platform: Platform): Promise<number | undefined> {
    const { deliveryId } = owed;
    const { sends, looks } = tries.get(deliveryId) ?? { sends: 0, looks: 0 };
    const wait = platform.reconcile && nextLookDelay(looks);
    if (wait === undefined) return end(owed, 'it may not have been told');
    tries.set(deliveryId, { sends, looks: looks + 1 });
    return now() + wait;
  }

  async function end(owed: Owed, problem?: string): Promise<undefined> {
    if (problem !== undefined) log.warn(`${owed.deliveryId}: ${problem}`);
    await change(store, owed, ({ untold: _, ...told }) => told);
  }

  /** Writes down since when it may have arrived. */
  async function noteSent(owed: Owed, sentAt: Instant | undefined): Promise<void> {
    const { since } = owed.untold;
    await change(store, owed, (refused) => ({
      ...refused,
      untold: sentAt === undefined ? { since } : { since, sentAt },
    }));
  }

  return {
    async tell(owed) {
      const again = await bring(owed);
      if (again === undefined) tries.delete(owed.deliveryId);
      return again;
    },
    keep(ids) {
      for (const id of tries.keys()) if (!ids.has(id)) tries.delete(id);
    },
  };
}

/** What is owed for a subscription. */
export function owedOf(subscription: Subscription): Owed | undefined {
  const untold = subscription.refused?.untold;
  if (untold === undefined) return undefined;
  return { subscription, untold, deliveryId: `${subscription.id}/notice-${untold.since}/0` };
}

/** As the subscription stands by now. It fits into one message. */
function noticeFor(
  subscription: Subscription,
  platform: Platform,
  { topics, now }: { readonly topics: TopicTable; readonly now: number },
) {
  const isPaused = subscription.status.kind === 'paused';
  const view = isPaused ? pausedView(subscription, topics) : refusedView(subscription, topics, now);
  const address = platform.personalAddress(subscription.createdBy);
  const [message] = platform.render(view, { address, scope: 'personal' });
  return { address, payload: message?.payload };
}

/** Unless another notice is owed by now, or none. */
async function change(
  { subscriptions }: Pick<Store, 'subscriptions'>,
  { subscription, untold }: Owed,
  changed: (refused: Refusal) => Refusal,
): Promise<void> {
  await subscriptions.update(subscription.id, (latest) => {
    const { refused } = latest;
    if (refused?.untold?.since !== untold.since) return latest;
    return { ...latest, refused: changed(refused) };
  });
}
