import { type BrokenOff, type Reconciliation, unknown } from '../../core/reconciliation.ts';
import type { Platform } from '../../platforms/platform.ts';

/** Asks a platform what became of a message. Never rejects: one that does not run, or has no memory, does not know. */
export async function askPlatform(
  platform: Platform | undefined,
  message: BrokenOff,
): Promise<Reconciliation> {
  try {
    return (await platform?.reconcile?.(message)) ?? unknown('nobody can tell');
  } catch (fault) {
    return unknown(String(fault));
  }
}
