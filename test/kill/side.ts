import type { PaperId } from '../../src/core/paper.ts';
import type { ServingBot } from '../fakes/serving-bot.ts';

/** What is asked of the bot, as every platform has it. */
export interface Asking {
  /** `digest add`. */
  readonly path: string;
  /** Its main argument by name, which needs no name where commands are typed. */
  readonly main?: readonly [name: string, value: string];
  readonly options?: Readonly<Record<string, string | number | boolean>>;
}

export interface Person {
  /** As the store calls them. */
  readonly actor: string;
  /** Addresses of the channels that they are in. */
  readonly channels: readonly string[];
  /** Gives all that the answer says; undefined where none comes. */
  ask(address: string, asking: Asking): Promise<string | undefined>;
}

/** A message of a digest that people can see. */
export interface Shown {
  /** What the message has of its delivery: see `Place.markOf`. */
  readonly mark: string;
  /** As the ledger calls it. */
  readonly externalId: string;
  readonly papers: readonly PaperId[];
}

/** Where digests appear. */
export interface Place {
  readonly address: string;
  /** Whether the platform can tell what became of a message here. */
  readonly canTell: boolean;
  /** What the messages of a delivery are known by here. */
  markOf(deliveryId: string): string;
  /** Every digest message there, the oldest first. */
  shown(): readonly Shown[];
}

/** A request that posts a message. */
export interface Post {
  /** 0 while it has no answer. */
  readonly status: number;
}

/** A fake platform that outlives every process of the bot. */
export interface Side {
  readonly people: readonly Person[];
  readonly places: readonly Place[];
  /** What configures the bot for it. */
  env(): Record<string, string>;
  /** Sends what happens here to the process that has just become ready. */
  connect(bot: ServingBot): Promise<void>;
  /** The process died. Resolves when its last words are read. */
  died(): Promise<void>;
  /** All that were ever received. */
  posts(): readonly Post[];
  /** Never answers the next post, which is shown all the same or is not. Gives what takes it back. */
  hangNextPost(isShown: boolean): () => void;
  /** What the bot did that the platform forbids, since the last look. */
  violations(): string[];
  close(): Promise<void>;
}

/** The papers that a message names. */
export function papersNamedIn(message: unknown): PaperId[] {
  const ids = JSON.stringify(message).match(/\b26\d\d\.\d{5}\b/g) ?? [];
  return [...new Set(ids)].map((id) => `arxiv:${id}`);
}

/** New entries of a list that only grows, each looked at once. */
export function growing<Item, Kept>(
  list: readonly Item[],
  keep: (item: Item) => Kept | undefined,
): () => readonly Kept[] {
  const kept: Kept[] = [];
  let looked = 0;
  return () => {
    for (; looked < list.length; looked += 1) {
      const found = keep(list[looked] as Item);
      if (found !== undefined) kept.push(found);
    }
    return kept;
  };
}
