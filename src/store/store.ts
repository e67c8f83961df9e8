import type { Delivery, DeliveryKey } from '../core/delivery.ts';
import type { FeedTrouble } from '../core/feed-trouble.ts';
import type { InstallationStore } from '../core/installation.ts';
import type { Instant, Paper, PaperId } from '../core/paper.ts';
import type { Problem } from '../core/problem.ts';
import type { ActorId, Address, Subscription } from '../core/subscription.ts';
import type { Taste } from '../core/taste.ts';

/** What a person told us about themselves, and what they keep. */
export interface Person {
  readonly id: ActorId;
  readonly zone?: string;
  readonly saved: readonly { readonly paper: PaperId; readonly at: Instant }[];
  readonly tastes?: readonly Taste[];
}

/** What is remembered of a feed between runs, by feed id and key (a day, a page). */
export interface FeedMemory {
  readonly feed: string;
  readonly key: string;
  readonly etag?: string;
  readonly lastModified?: string;
  readonly fetchedAt: Instant;
  /** Of the feed as a whole (key `*`): what is wrong with it, while it is. */
  readonly trouble?: FeedTrouble;
  /** That this was announced, and its end was not. */
  readonly told?: true;
}

/** What was posted at an address by deliveries that are no longer kept one by one. */
export interface PostedHistory {
  readonly address: Address;
  readonly papers: readonly PaperId[];
}

/**
 * What survives a restart. Every write resolves when it is durable, and rejects with a ProblemError when it is not;
 * a rejected write leaves the stored value as it was. Values are returned as they were put; what is put belongs to the store from
 * then on, and is frozen.
 */
export interface Store {
  readonly papers: PaperStore;
  readonly subscriptions: SubscriptionStore;
  readonly people: PersonStore;
  readonly deliveries: DeliveryStore;
  readonly feeds: FeedMemoryStore;
  /** Not part of an export: tokens leave the store only for their platform. */
  readonly installations: InstallationStore;
  /** What was not as it should be while opening, for the operator: a backup that was used, a file left aside. */
  readonly warnings: readonly Problem[];
  /** Waits for writes under way, then gives the data directory free. */
  close(): Promise<void>;
}

export interface PaperStore {
  all(): Promise<readonly Paper[]>;
  /** Adds papers, or replaces those of the same id, as one write. */
  put(papers: readonly Paper[]): Promise<void>;
  /** Removes papers whose ids were merged into others. */
  remove(ids: readonly PaperId[]): Promise<void>;
}

export interface SubscriptionStore {
  all(): Promise<readonly Subscription[]>;
  get(id: string): Promise<Subscription | undefined>;
  /** Those whose address `isWithin` the realm, in the order in which they came. */
  within(realm: string): Promise<readonly Subscription[]>;
  /** Those that a person has set up, in the order in which they came. */
  createdBy(actor: ActorId): Promise<readonly Subscription[]>;
  /** Those whose creator is owed a notice that the place refused a digest. */
  untold(): Promise<readonly Subscription[]>;
  /** Whether there is one, or was one that people removed. False where their file is new, or was lost. */
  hadAny(): Promise<boolean>;
  /** Stores a new one under the next free short id and returns it. Ids are never used again. */
  add(subscription: Omit<Subscription, 'id'>): Promise<Subscription>;
  put(subscription: Subscription): Promise<void>;
  /**
   * Changes a stored one as all earlier writes leave it, so that neither of two changes at once is lost. Gives the changed
   * one; undefined where there is none of that id.
   */
  update(
    id: string,
    change: (current: Subscription) => Subscription,
  ): Promise<Subscription | undefined>;
  remove(id: string): Promise<void>;
}

export interface PersonStore {
  all(): Promise<readonly Person[]>;
  get(id: ActorId): Promise<Person | undefined>;
  put(person: Person): Promise<void>;
  /** Forgets the person. Of them, and of subscriptions that were removed before, nothing stays in any file. */
  remove(id: ActorId): Promise<void>;
}

/** Settled deliveries may be folded after 90 days: what they posted stays known, the rest of them is forgotten. */
export interface DeliveryStore {
  all(): Promise<readonly Delivery[]>;
  get(key: DeliveryKey): Promise<Delivery | undefined>;
  /** Those of a subscription, in the order in which they came. */
  of(subscription: string): Promise<readonly Delivery[]>;
  /** Those to an address, in the order in which they came. */
  at(address: Address): Promise<readonly Delivery[]>;
  /** Adds or replaces by key, as one write. */
  put(...deliveries: readonly Delivery[]): Promise<void>;
  /** Those that are neither ended nor uncertain: `planned`, `rendered`, `sending` and `retry`. */
  unfinished(): Promise<readonly Delivery[]>;
  /**
   * Papers that must not be posted at the address again: sent, perhaps sent, or rendered and about to be sent (all but
   * `planned`, `failed` and `skipped`). It may be a view that changes with every write.
   */
  postedAt(address: Address): Promise<ReadonlySet<PaperId>>;
  /** Papers that were over the limit of the subscription's digests, under the same statuses. */
  passedOverBy(subscription: string): Promise<ReadonlySet<PaperId>>;
  /** What the folded deliveries posted, one entry per address. */
  history(): Promise<readonly PostedHistory[]>;
  /** Adds to that history. */
  remember(history: readonly PostedHistory[]): Promise<void>;
  /** Removes every delivery to the address, and its history; nothing of them stays in any file. */
  forget(address: Address): Promise<void>;
}

export interface FeedMemoryStore {
  all(): Promise<readonly FeedMemory[]>;
  get(feed: string, key: string): Promise<FeedMemory | undefined>;
  put(memory: readonly FeedMemory[]): Promise<void>;
}

/** Everything, in one value: what `export` writes and `import` reads. */
export interface StoreDump {
  readonly format: 'paperround';
  readonly version: number;
  readonly exportedAt: Instant;
  readonly papers: readonly Paper[];
  readonly subscriptions: readonly Subscription[];
  readonly people: readonly Person[];
  readonly deliveries: readonly Delivery[];
  readonly posted: readonly PostedHistory[];
}
