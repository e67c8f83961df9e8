import type { SendOutcome } from '../core/delivery.ts';
import type { Form } from '../core/form.ts';
import type { InstallationStore } from '../core/installation.ts';
import type { Complete, Dispatch, Invocation } from '../core/invocation.ts';
import type { Instant, PaperId } from '../core/paper.ts';
import type { Problem } from '../core/problem.ts';
import type { BrokenOff, Reconciliation } from '../core/reconciliation.ts';
import type { ActorId, Address, Obstacle, Subscription } from '../core/subscription.ts';
import type { View } from '../core/view.ts';

/** What a platform hands to the commands. */
export interface Desk {
  readonly dispatch: Dispatch;
  readonly complete: Complete;
  /** The form to show instead of running a command that was called with too little, where there is one. */
  readonly form: (invocation: Invocation) => Promise<Form | undefined>;
  /** The bot was taken out of a realm: what posts there is paused, for the reason given. */
  readonly placesGone: (realm: string, reason: string) => Promise<void>;
  /** It is in the realm again: what was paused for that reason goes on. */
  readonly placesBack: (realm: string, reason: string) => Promise<void>;
  /**
   * One place takes no digests any more: what posts there is paused for that, and whoever set it up told once. Without a reason
   * the platform's `check` gives it, or finds that nothing is wrong.
   */
  readonly placeLost: (address: Address, reason?: Obstacle) => Promise<void>;
  /** Something changed in a realm: what is paused there for a cause that the platform's `check` no longer finds goes on. */
  readonly placesChanged: (realm: string) => Promise<void>;
  /** For what the platform needs to act where others have let it in. */
  readonly installations: InstallationStore;
}

/** What a message is for; decides its layout. */
export type Occasion = Pick<Subscription, 'address' | 'scope' | 'mention' | 'publish'>;

/** One rendered message. */
export interface Message {
  /** A JSON value, kept and sent as it is. */
  readonly payload: unknown;
  /** The papers that it shows, in order. */
  readonly papers: readonly PaperId[];
}

/** Where papers are read. */
export interface Platform {
  /** The first part of its addresses: `discord`, `slack`, `terminal`. */
  readonly id: string;
  /** Begins to take commands. Resolves when it is ready for them; rejects with a ProblemError that says the remedy. */
  start(desk: Desk): Promise<void>;
  /** The messages to send for a view; each of its papers is in exactly one of them. Pure. */
  render(view: View, occasion: Occasion): readonly Message[];
  /**
   * One attempt to send one rendered message. Never throws. The same `deliveryId` never shows twice where the platform can
   * tell. `replyTo`: the `externalId` of the first part, for a later one. `mayBeThereSince`: when the first attempt began, where
   * an earlier one may have arrived. It ends within minutes once its turn has come, though the far end never answers.
   */
  send(
    address: Address,
    payload: unknown,
    deliveryId: string,
    replyTo?: string,
    mayBeThereSince?: Instant,
  ): Promise<SendOutcome>;
  /** What became of a message whose sending broke off, as far as it can be found out. Never throws. */
  reconcile?(attempt: BrokenOff): Promise<Reconciliation>;
  /** Where people find a message that was sent: a URL. */
  link?(address: Address, externalId: string): string | undefined;
  /**
   * What keeps it from sending there, as far as it can tell without sending; once it is started. It finds whatever it pauses
   * for as `not-permitted` or `destination-gone`.
   */
  check?(address: Address): Promise<Problem | undefined>;
  /**
   * Of one that keeps a connection open: for how long it has been without it, milliseconds of a steady clock; 0 while it is
   * connected, and before `start` and after `stop`. It tries to connect again by itself for as long as that may help.
   */
  awayMs?(): number;
  /** Why it is not connected, and what a person has to do about that, where it knows of anything. It may go on trying. */
  awayProblem?(): Problem | undefined;
  /** Where a person gets private messages. */
  personalAddress(actor: ActorId): Address;
  /** Stops taking commands and waits for those under way. */
  stop(): Promise<void>;
}
