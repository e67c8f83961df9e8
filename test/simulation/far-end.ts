import type { SendOutcome } from '../../src/core/delivery.ts';
import type { PaperId } from '../../src/core/paper.ts';
import { papersIn } from '../../src/core/view.ts';
import type { Message, Platform } from '../../src/platforms/platform.ts';
import type { Chance } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';

/** A message that people can see. */
export interface Shown {
  readonly address: string;
  readonly deliveryId: string;
  readonly papers: readonly PaperId[];
  /** True time, epoch milliseconds. */
  readonly at: number;
}

/** What is wrong with a platform for the time being. */
export interface Trouble {
  /** How often a request meets each fault, from 0 to 1. */
  lostBefore: number;
  lostAfter: number;
  /** It asks to wait. */
  busy: number;
  /** It fails, and does not say for how long. */
  failing: number;
  /** How often an answer takes up to twenty minutes. */
  slow: number;
  /** Where it refuses for want of a permission. */
  readonly forbidden: Set<string>;
}

/** The far end of the wire: it outlives every process that talks to it. */
export interface FarEnd {
  readonly id: string;
  readonly shown: Shown[];
  /** How often it was asked in vain what became of a message, by delivery id. */
  readonly unanswered: ReadonlyMap<string, number>;
  readonly trouble: Trouble;
  /** As one process sees it: nothing leaves a dead process, and nothing comes back to it. */
  platform(isAlive: () => boolean): Platform;
}

interface FarEndOptions {
  readonly id: string;
  /** Whether it can tell what became of a message. */
  readonly canTell: boolean;
  /** For how long it takes a repetition for the same message, milliseconds; not at all where it is absent. */
  readonly knowsForMs?: number;
  readonly chance: Chance;
  readonly time: Pick<VirtualTime, 'elapsed' | 'now' | 'wait'>;
}

const papersAMessage = 4;
const slowMs = 20 * 60_000;

export function createFarEnd({ id, canTell, knowsForMs = 0, chance, time }: FarEndOptions): FarEnd {
  const shown: Shown[] = [];
  const unanswered = new Map<string, number>();
  const trouble: Trouble = {
    lostBefore: 0,
    lostAfter: 0,
    busy: 0,
    failing: 0,
    slow: 0,
    forbidden: new Set(),
  };
  const isShown = (deliveryId: string): boolean =>
    shown.some((message) => message.deliveryId === deliveryId);

  /** By the nonce of a message that was made a moment ago. */
  function isKnown(deliveryId: string): boolean {
    const since = time.elapsed() - knowsForMs;
    return shown.some((message) => message.deliveryId === deliveryId && message.at > since);
  }

  /** Whether a repetition of what was first sent then is taken for the same, by the clock on the wall. */
  function isRecent(firstSentAt: string): boolean {
    const ageMs = time.now() - Date.parse(firstSentAt);
    return ageMs >= 0 && ageMs < knowsForMs;
  }

  function receive(address: string, payload: unknown, deliveryId: string): SendOutcome {
    if (trouble.forbidden.has(address)) {
      const pause = { kind: 'not-permitted', text: 'I may not post there' } as const;
      return { kind: 'rejected', pause, detail: 'forbidden', patience: 1 };
    }
    if (chance.often(trouble.busy)) {
      return { kind: 'retry', afterMs: 1_000 * (1 + chance.below(120)), detail: 'busy' };
    }
    if (chance.often(trouble.failing)) return { kind: 'retry', detail: 'it does not work' };
    if (chance.often(trouble.lostBefore)) return { kind: 'uncertain', detail: 'lost on the way' };
    if (isKnown(deliveryId)) return { kind: 'sent' };
    const { papers } = payload as { readonly papers: readonly PaperId[] };
    shown.push({ address, deliveryId, papers, at: time.elapsed() });
    if (chance.often(trouble.lostAfter)) return { kind: 'uncertain', detail: 'no answer came' };
    return { kind: 'sent', externalId: `m${shown.length}` };
  }

  return {
    id,
    shown,
    unanswered,
    trouble,
    platform: (isAlive) => ({
      id,
      start: async () => undefined,
      stop: async () => undefined,
      personalAddress: (actor) => `${id}:dm-${actor}`,
      render: (view) => inMessages(papersIn(view)),
      async send(address, payload, deliveryId, _replyTo, mayBeThereSince) {
        if (!isAlive()) return new Promise(() => undefined);
        if (mayBeThereSince !== undefined && !isRecent(mayBeThereSince)) {
          return { kind: 'uncertain', detail: 'it is too late to send it again' };
        }
        const outcome = receive(address, payload, deliveryId);
        if (chance.often(trouble.slow)) await time.wait(chance.below(slowMs));
        return outcome;
      },
      async reconcile({ deliveryId, firstSentAt }) {
        if (!isAlive()) return new Promise(() => undefined);
        if (!canTell) {
          if (isRecent(firstSentAt)) return { kind: 'repeatable', mayBeThere: true };
          unanswered.set(deliveryId, (unanswered.get(deliveryId) ?? 0) + 1);
          return { kind: 'unknown', detail: 'it does not say' };
        }
        if (chance.often(Math.max(trouble.lostBefore, trouble.failing))) {
          return { kind: 'unknown', detail: 'it does not answer', isUnanswered: true };
        }
        return isShown(deliveryId) ? { kind: 'sent', externalId: 'found' } : { kind: 'repeatable' };
      },
      check: async (address) =>
        trouble.forbidden.has(address) ? { message: 'I may not post there.' } : undefined,
    }),
  };
}

/** A view without papers is one message too. */
function inMessages(papers: readonly PaperId[]): Message[] {
  const messages: Message[] = [];
  for (let start = 0; start === 0 || start < papers.length; start += papersAMessage) {
    const some = papers.slice(start, start + papersAMessage);
    messages.push({ payload: { papers: some }, papers: some });
  }
  return messages;
}
