import type { Archive } from '../core/archive.ts';
import type { Digest } from '../core/digest.ts';
import type { Problem, Result } from '../core/problem.ts';
import type { TopicTable } from '../core/query/ast.ts';
import type { Slot } from '../core/schedule/schedule.ts';
import type { Address, Subscription } from '../core/subscription.ts';
import type { Store } from '../store/store.ts';

/** All that commands work with. */
export interface Services {
  readonly archive: Archive;
  readonly store: Store;
  readonly topics: TopicTable;
  /** The zone for people and places that named none: an IANA name. */
  readonly defaultZone: string;
  /** The clock, epoch milliseconds. */
  now(): number;
  readonly digests: DigestService;
  /** Asks the Hub itself and takes what it finds into the archive. Gives the number of papers found, or why it cannot. */
  searchHub(words: string): Promise<Result<number>>;
  /** When the feeds were last read with success, and what is wrong with them: one line each. */
  feedStatus(): readonly FeedStatus[];
  /** What keeps digests from a place, as far as its platform can tell without sending. */
  placeProblem(address: Address): Promise<Problem | undefined>;
  /** Where people find a message that was sent: a URL. */
  linkOf(address: Address, externalId: string): string | undefined;
  /** Whether the last write to the store failed. */
  isStoreFaulty(): boolean;
  /** Whether something stored was damaged or lost, and is not brought back yet. */
  isDataLost(): Promise<boolean>;
}

export interface FeedStatus {
  /** As papers name it in their sightings. */
  readonly id: string;
  /** As people call it. */
  readonly feed: string;
  /** Epoch milliseconds; absent where it was never read. */
  readonly readAt?: number;
  readonly problem?: string;
}

export interface DigestService {
  /** What the subscription would post if it were sent by hand now, stamped with the slot. */
  preview(subscription: Subscription, slot: Slot): Promise<Digest>;
  /** What the subscription would post at the slot by its schedule, as things are now. */
  upcoming(subscription: Subscription, slot: Slot): Promise<Digest>;
  /** Posts now what `preview` shows. Says how many papers it posted, or why nothing. */
  sendNow(subscription: Subscription): Promise<Result<number>>;
}
