import type { SendOutcome } from '../core/delivery.ts';
import type { Form } from '../core/form.ts';
import type { Complete, Dispatch, Invocation } from '../core/invocation.ts';
import type { ActorId, Address, Subscription } from '../core/subscription.ts';
import type { View } from '../core/view.ts';

/** What a platform hands to the commands. */
export interface Desk {
  readonly dispatch: Dispatch;
  readonly complete: Complete;
  /** The form to show instead of running a command that was called with too little, where there is one. */
  readonly form: (invocation: Invocation) => Promise<Form | undefined>;
}

/** What a message is for; decides its layout. */
export type Occasion = Pick<Subscription, 'address' | 'scope' | 'mention'>;

/** Where papers are read. */
export interface Platform {
  /** The first part of its addresses: `discord`, `slack`, `terminal`. */
  readonly id: string;
  /** Begins to take commands. Resolves when it is ready for them; rejects with a ProblemError that says the remedy. */
  start(desk: Desk): Promise<void>;
  /** The messages to send for a view, each a JSON value that is kept and sent as it is. Pure. */
  render(view: View, occasion: Occasion): readonly unknown[];
  /** One attempt to send one rendered message. Never throws. The same `deliveryId` never shows twice where the platform can tell. */
  send(address: Address, payload: unknown, deliveryId: string): Promise<SendOutcome>;
  /** Where a person gets private messages. */
  personalAddress(actor: ActorId): Address;
  /** Stops taking commands and waits for those under way. */
  stop(): Promise<void>;
}
