import type { FeedDay, IncomingPaper } from '../core/paper.ts';

/** An entry that could not be used, and why. */
export interface Dropped {
  /** Which one: its place from 1, and its id or title where it has one. */
  readonly entry: string;
  readonly reason: string;
}

export interface Parsed {
  readonly papers: readonly IncomingPaper[];
  readonly dropped: readonly Dropped[];
  /** What an operator should know: a list cut short, a shape that changed. */
  readonly notes: readonly string[];
  /** The day that the document says it is of, where it says so. */
  readonly day?: FeedDay;
}

/** A wire format: recognizes a document and reads it. Pure; never throws on any input. */
export interface Format {
  /** `hugging-face-json`, `hugging-face-html`, `text-export`, `arxiv-atom`, `arxiv-rss`, `papers-jsonl`. */
  readonly id: string;
  readonly title: string;
  /** Whether this is the format of `text`, by its content alone. */
  detect(text: string): boolean;
  parse(text: string, context: ParseContext): ParseOutcome;
}

export interface ParseContext {
  /** When it was read, for sightings: ISO instant. */
  readonly seenAt: string;
  /** The feed day that was asked for, used where entries do not carry their own. */
  readonly day?: string;
}

/** `unreadable`: not one entry could be looked at, as for an error page or a cut-off body with nothing whole in it. */
export type ParseOutcome =
  | ({
      readonly kind: 'parsed';
      /** The feed day that the document itself claims to list. */
      readonly day?: string;
    } & Parsed)
  | { readonly kind: 'unreadable'; readonly message: string; readonly remedy?: string };

/** What is asked of a feed. */
export interface FeedRequest {
  /** The clock, epoch milliseconds. */
  readonly now: number;
  readonly signal: AbortSignal;
  /** Called with one short line per step, for whoever waits. */
  readonly onProgress: (line: string) => void;
  /** What is remembered from the last read of a key, for conditional requests. */
  readonly remembered: (key: string) => Validators | undefined;
}

export interface Validators {
  readonly etag?: string;
  readonly lastModified?: string;
}

/** One read of one part of a feed (a day, a category). */
export type FeedPart =
  | ({ readonly kind: 'read'; readonly key: string; readonly validators: Validators } & Parsed)
  | { readonly kind: 'unchanged'; readonly key: string }
  | {
      readonly kind: 'failed';
      readonly key: string;
      readonly message: string;
      readonly remedy?: string;
      /** For the log. */
      readonly detail?: string;
      /** Not before this instant, epoch milliseconds, where the source says so. */
      readonly retryAt?: number;
    };

/** Reads a source of papers. */
export interface FeedReader {
  /** Yields each part as it is read. Never throws: what fails is yielded as `failed`; ends early when aborted. */
  read(request: FeedRequest): AsyncIterable<FeedPart>;
  /** Asks the source itself for papers that match the words, where it can. */
  search?(words: string, request: FeedRequest): Promise<FeedPart>;
}

/** Where papers come from. */
export interface Feed extends FeedReader {
  /** As sightings name it. */
  readonly id: string;
  /** As people call it. */
  readonly title: string;
}
