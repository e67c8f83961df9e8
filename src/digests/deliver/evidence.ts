import type { Evidence } from '../../core/breaker.ts';
import type { SendOutcome } from '../../core/delivery.ts';
import type { Reconciliation } from '../../core/reconciliation.ts';

/** What the end of a send tells of its platform. */
export function evidenceOfSend(outcome: SendOutcome): Evidence {
  switch (outcome.kind) {
    case 'sent':
      return 'answered';
    case 'rejected':
      return outcome.isLocal ? 'none' : 'answered';
    case 'retry':
    case 'uncertain':
      if (outcome.isLocal) return 'none';
      return outcome.afterMs === undefined ? 'failed' : 'postponed';
  }
}

/** What the answer tells of its platform that was asked what became of a message. What nobody can tell may be said unasked. */
export function evidenceOfAnswer(found: Reconciliation): Evidence {
  if (found.kind === 'unknown') return found.isUnanswered ? 'failed' : 'none';
  return found.kind === 'repeatable' && found.mayBeThere ? 'none' : 'answered';
}
