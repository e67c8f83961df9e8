import type { ActorId, Address } from './subscription.ts';
import type { Block, View } from './view.ts';

/** Who is asking, and what they may do where they ask. */
export interface Actor {
  readonly id: ActorId;
  readonly name: string;
  /** May manage the digests of the place. */
  readonly canManage: boolean;
  /** The person's IANA zone, where the platform knows it. */
  readonly zone?: string;
  /** A zone that the person is likely to live in, to be confirmed by them. */
  readonly likelyZone?: string;
}

/** A command as it arrives: not yet checked. Argument values are as typed. */
export interface Invocation {
  /** `['papers', 'my', 'follow']`. */
  readonly path: readonly string[];
  readonly args: Readonly<Record<string, string>>;
  /** The place where it was asked, or that it names: where a new digest goes. */
  readonly address: Address;
  /** What the addresses that are managed together begin with, up to a `/`: a server, a workspace. Or one address alone. See `isWithin`. */
  readonly realm: string;
  /** A wider realm, of which what the actor has set up themselves can be named too. */
  readonly ownRealm?: string;
  /** Where that person gets private messages. */
  readonly personalAddress: Address;
  readonly actor: Actor;
}

export interface Reply {
  readonly view: View;
  readonly visibility: 'private' | 'public';
  /** The command did what was asked. A refusal is a reply too. */
  readonly ok: boolean;
  /** The place of the digest that it is about, which may be another one than that where it was asked. */
  readonly about?: Address;
  /** Shown under the view to the asker alone, never where others read along. */
  readonly aside?: readonly Block[];
  /** A text too long for a message, which the view is about. */
  readonly file?: { readonly name: string; readonly text: string };
}

export type Dispatch = (invocation: Invocation) => Promise<Reply>;

/** What to offer for an argument that is being typed. */
export interface CompletionRequest {
  readonly invocation: Invocation;
  /** The argument, one of the command's. What was typed of it stands in the invocation. */
  readonly argument: string;
}

/** A value to pick: what is read and what is sent. */
export interface Offer {
  readonly label: string;
  readonly value: string;
}

/** At most 25, the best first. Never rejects. */
export type Complete = (request: CompletionRequest) => Promise<readonly Offer[]>;
