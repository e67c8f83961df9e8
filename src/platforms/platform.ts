import type { SendOutcome } from '../core/delivery.ts';
import type { Dispatch } from '../core/invocation.ts';
import type { Address } from '../core/subscription.ts';
import type { View } from '../core/view.ts';

/** Where papers are read. */
export interface Platform {
  /** The first part of its addresses: `discord`, `slack`, `terminal`. */
  readonly id: string;
  /** Begins to take commands. Resolves when it is ready for them; rejects with a ProblemError that says the remedy. */
  start(dispatch: Dispatch): Promise<void>;
  /** The messages to send for a view, each a JSON value that is kept and sent as it is. Pure. */
  render(view: View, address: Address): readonly unknown[];
  /** One attempt to send one rendered message. Never throws. The same `deliveryId` never shows twice where the platform can tell. */
  send(address: Address, payload: unknown, deliveryId: string): Promise<SendOutcome>;
  /** Stops taking commands and waits for those under way. */
  stop(): Promise<void>;
}
