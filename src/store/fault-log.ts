import { ProblemError, problemText } from '../core/problem.ts';
import type { Log } from '../lib/log.ts';
import type { StoreObserver } from './observed-store.ts';

export interface FaultLog extends Pick<StoreObserver, 'onWrite'> {
  /** Whether the last write was refused. */
  isFaulty(): boolean;
}

/** Says when the store begins to refuse writes, and when it takes them again; nothing in between. */
export function createFaultLog(log: Log): FaultLog {
  let isFaulty = false;
  return {
    isFaulty: () => isFaulty,
    onWrite({ fault }) {
      if (fault !== undefined && !isFaulty) {
        const text = fault instanceof ProblemError ? problemText(fault.problem) : String(fault);
        log.warn(`${text} Everything else goes on, and writing is tried again.`);
      }
      if (fault === undefined && isFaulty) log.info('The store takes what it is given again.');
      isFaulty = fault !== undefined;
    },
  };
}
