/** `arxiv:2401.00001` (never with a version), or `title:<slug>-<hash>` where the source gives no id. */
export type PaperId = string;

/** A feed day, `YYYY-MM-DD`, as its feed names it. */
export type FeedDay = string;

/** An instant as ISO 8601 in UTC, `2026-08-21T09:00:00.000Z`. */
export type Instant = string;

export interface PaperLinks {
  readonly abs?: string;
  readonly pdf?: string;
  readonly code?: string;
  readonly project?: string;
  /** Where people discuss it: its page on the feed that featured it. */
  readonly page?: string;
}

/** What one feed said of a paper when it was last read, so that scores of different feeds never mix. */
export interface Sighting {
  /** The feed's id, `hugging-face` or `arxiv`; `file` where a document does not tell. */
  readonly feed: string;
  readonly seenAt: Instant;
  readonly upvotes?: number;
  readonly comments?: number;
  /** The place in that feed's own list, from 1. */
  readonly rank?: number;
}

/** A paper as one feed gave it, already cleaned: one line of readable text per field, no markup. */
export interface IncomingPaper {
  readonly id: PaperId;
  readonly title: string;
  /** Empty where the source has none. */
  readonly abstract: string;
  /** One or two sentences of summary, where a feed gives them. */
  readonly tldr?: string;
  readonly authors: readonly string[];
  readonly organization?: string;
  /** arXiv categories, the primary first. */
  readonly categories: readonly string[];
  readonly keywords: readonly string[];
  readonly publishedAt?: Instant;
  readonly featuredOn?: FeedDay;
  readonly submitter?: string;
  readonly links: PaperLinks;
  /** Stars of the linked code. */
  readonly stars?: number;
  readonly upvotes: number;
  readonly comments: number;
  readonly sightings: readonly Sighting[];
}

/** A paper as Paperround keeps it. */
export interface Paper extends IncomingPaper {
  /** When Paperround first met it. Decides what a subscription has not yet considered. */
  readonly arrivedAt: Instant;
}

/** The day by which people date a paper: its feed day, else the day of its publication, else of its arrival. */
export function paperDay(
  paper: IncomingPaper & { readonly arrivedAt?: Instant },
): FeedDay | undefined {
  return paper.featuredOn ?? paper.publishedAt?.slice(0, 10) ?? paper.arrivedAt?.slice(0, 10);
}

const longestSlug = 40;

/** A title as titles are compared: its letters and digits in lower case, without accents, one space between words. */
export function normalizedTitle(title: string): string {
  const normalized = wordsOf(title).join(' ');
  return normalized === '' ? title : normalized;
}

/** ASCII, as most titles are, has neither accents nor other letters. */
function wordsOf(title: string): readonly string[] {
  if (/^\p{ASCII}*$/u.test(title)) return title.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const words = title.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return words.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** The id of a paper of which only the title is known. Titles that differ in case, accents or punctuation have the same id. */
export function titleId(title: string): PaperId {
  const normalized = normalizedTitle(title);
  const slug = normalized.replaceAll(/[^a-z0-9]+/g, '-').slice(0, longestSlug);
  return `title:${slug.replaceAll(/^-|-$/g, '') || 'untitled'}-${fingerprint(normalized)}`;
}

/** Whether the id was made of the title, for want of a real one. */
export function isTitleId(id: PaperId): boolean {
  return id.startsWith('title:');
}

/** FNV-1a in 64 bits over UTF-16 units, in base 36 (draft-eastlake-fnv). */
function fingerprint(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let index = 0; index < text.length; index += 1) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(index))) * 0x100000001b3n);
  }
  return hash.toString(36).padStart(13, '0');
}
