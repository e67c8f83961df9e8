import type { IncomingPaper, PaperLinks, Sighting } from '../core/paper.ts';
import { titleId } from '../core/paper.ts';
import { clip } from '../core/text/clip.ts';
import { plainText } from '../core/text/plain-text.ts';
import { defined } from '../lib/defined.ts';
import { readCount, readDay, readInstant, readLink, readList } from './raw-values.ts';

/** An entry as a format found it: nothing in it is trusted, and whatever is not of use is as if it were absent. */
export interface RawPaper {
  /** As `parseArxivId` gives it. */
  readonly arxivId: string | undefined;
  readonly title: unknown;
  readonly abstract?: unknown;
  readonly tldr?: unknown;
  readonly authors?: unknown;
  readonly organization?: unknown;
  readonly categories?: unknown;
  readonly keywords?: unknown;
  readonly publishedAt?: unknown;
  readonly featuredOn?: unknown;
  readonly submitter?: unknown;
  readonly code?: unknown;
  readonly project?: unknown;
  readonly page?: unknown;
  readonly stars?: unknown;
  readonly upvotes?: unknown;
  readonly comments?: unknown;
}

/** Where an entry was seen. */
export interface RawSighting {
  readonly feed: string;
  readonly seenAt: string;
  /** Its place in the list, from 1, where the order means something. */
  readonly rank?: number;
}

/** The most that is kept of each field: characters, or items of a list. */
const most = {
  title: 500,
  abstract: 20_000,
  tldr: 2_000,
  name: 200,
  authors: 1_000,
  keyword: 100,
  keywords: 100,
  categories: 30,
} as const;

/** arXiv's own categories: `cs.CL`, `hep-ex`. The lists also hold ACM and MSC classes. */
const arxivCategory = /^[a-z]{2,12}(?:-[a-z]{2,5})?(?:\.[A-Za-z]{2,8}(?:-[a-z]{2,8})?)?$/;

/** A clean paper, or the reason why the entry is not one: without a title there is nothing to show. */
export function cleanPaper(raw: RawPaper, seen: RawSighting): IncomingPaper | string {
  const title = readText(raw.title, most.title);
  if (title === undefined) return 'it has no title';
  const upvotes = readCount(raw.upvotes);
  const comments = readCount(raw.comments);
  const sighting = { ...seen, ...defined({ upvotes, comments }) } satisfies Sighting;
  return {
    id: raw.arxivId === undefined ? titleId(title) : `arxiv:${raw.arxivId}`,
    title,
    abstract: readText(raw.abstract, most.abstract) ?? '',
    authors: readTexts(raw.authors, most.authors, most.name),
    categories: distinct(readTexts(raw.categories, most.categories, most.name)).filter((category) =>
      arxivCategory.test(category),
    ),
    keywords: distinct(readTexts(raw.keywords, most.keywords, most.keyword)),
    links: paperLinks(raw),
    upvotes: upvotes ?? 0,
    comments: comments ?? 0,
    sightings: [sighting],
    ...defined({
      tldr: readText(raw.tldr, most.tldr),
      organization: readText(raw.organization, most.name),
      publishedAt: readInstant(raw.publishedAt),
      featuredOn: readDay(raw.featuredOn),
      submitter: readText(raw.submitter, most.name),
      stars: readCount(raw.stars),
    }),
  };
}

function paperLinks(raw: RawPaper): PaperLinks {
  const isOnArxiv = raw.arxivId !== undefined;
  return defined({
    abs: isOnArxiv ? `https://arxiv.org/abs/${raw.arxivId}` : undefined,
    pdf: isOnArxiv ? `https://arxiv.org/pdf/${raw.arxivId}` : undefined,
    code: readLink(raw.code),
    project: readLink(raw.project),
    page: readLink(raw.page),
  });
}

function readText(value: unknown, length: number): string | undefined {
  if (typeof value !== 'string') return undefined;
  return clip(plainText(value), length) || undefined;
}

function readTexts(value: unknown, count: number, length: number): string[] {
  return readList(value)
    .slice(0, count)
    .map((item) => readText(item, length))
    .filter((text) => text !== undefined);
}

/** Not for authors: two of one paper may have the same name. */
function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
