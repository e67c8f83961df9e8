import type { Digest } from '../../src/core/digest.ts';
import { subscription } from './papers.ts';

/** An empty digest of Monday 2 March 2026 with these changes; what follows from them fits. */
export function digest(given: Partial<Omit<Digest, 'overLimit' | 'considered'>> = {}): Digest {
  const { chosen = [], leftOut = [] } = given;
  return {
    subscription: subscription(),
    slot: { local: '2026-03-02T09:00', at: Date.UTC(2026, 2, 2, 9) },
    ...given,
    chosen,
    leftOut,
    considered: chosen.length + leftOut.length,
    overLimit: leftOut
      .filter(({ reason }) => reason.kind === 'over-limit')
      .map(({ paper }) => paper),
  };
}
