import { parseArxivId } from '../../core/arxiv-id.ts';
import type { IncomingPaper } from '../../core/paper.ts';
import { collectPapers } from '../collect-papers.ts';
import type { ParseContext, Parsed } from '../feed.ts';
import { cleanPaper } from '../raw-paper.ts';
import { isObject, readInstant, readList, readObject } from '../raw-values.ts';

type Entry = ReturnType<typeof readObject>;

/** The list inside an answer: bare, or under one of the names that pages and exports give it. */
export function entryList(answer: unknown): readonly unknown[] | undefined {
  if (Array.isArray(answer)) return answer;
  const { papers, dailyPapers, paper, id, title } = readObject(answer);
  const list = dailyPapers ?? papers;
  if (Array.isArray(list)) return list;
  return paper !== undefined || (id !== undefined && title !== undefined) ? [answer] : undefined;
}

/**
 * Reads entries of `/api/daily_papers`, of a search answer or of a page's data, of any year since 2023; also those that a
 * collection keeps under `entry`, beside notes of its own.
 */
export function readEntries(
  entries: readonly unknown[],
  context: ParseContext,
): Pick<Parsed, 'papers' | 'dropped'> {
  return collectPapers(
    entries.map((entry) => readObject(entry).entry ?? entry),
    (entry, rank) =>
      isObject(entry) ? readEntry(entry, rank, context) : 'it is not a whole JSON object',
    (entry) => nameOf(readObject(entry)),
  );
}

/** The paper stands inside its entry, or is the entry, as `/api/papers/{id}` answers. */
function paperOf(entry: Entry): Entry {
  return entry.paper === undefined ? entry : readObject(entry.paper);
}

function nameOf(entry: Entry): string | undefined {
  const { id, title } = paperOf(entry);
  return firstText(id, entry.title, title);
}

function readEntry(entry: Entry, rank: number, context: ParseContext): IncomingPaper | string {
  const paper = paperOf(entry);
  const arxivId = readId(paper.id);
  if (arxivId === undefined) return 'it has no arXiv id';
  const organization = readObject(paper.organization ?? entry.organization);
  const seen = { feed: 'hugging-face', seenAt: context.seenAt };
  return cleanPaper(
    {
      arxivId,
      title: firstText(entry.title, paper.title),
      abstract: firstText(paper.summary, entry.summary, paper.abstract),
      tldr: paper.ai_summary,
      authors: readList(paper.authors).map(authorName),
      organization: firstText(organization.fullname, organization.name),
      categories: paper.categories,
      keywords: paper.ai_keywords,
      publishedAt: paper.publishedAt,
      featuredOn: featuredOn(entry, paper, context),
      submitter: submitterOf(entry, paper),
      code: paper.githubRepo,
      project: paper.projectPage,
      page: `https://huggingface.co/papers/${arxivId}`,
      stars: paper.githubStars,
      upvotes: paper.upvotes,
      comments: entry.numComments,
    },
    isSearchAnswer(entry) ? seen : { ...seen, rank },
  );
}

/** Ids that went through a spreadsheet are numbers. */
function readId(id: unknown): string | undefined {
  if (typeof id === 'number') return parseArxivId(String(id));
  return typeof id === 'string' ? parseArxivId(id.trim()) : undefined;
}

function authorName(author: unknown): unknown {
  if (typeof author === 'string') return author;
  const { name, hidden } = readObject(author);
  return hidden === true ? undefined : name;
}

function submitterOf(entry: Entry, paper: Entry): string | undefined {
  const submittedBy = readObject(entry.submittedBy);
  const onDailyBy = readObject(paper.submittedOnDailyBy);
  return firstText(submittedBy.name, onDailyBy.user, onDailyBy.name);
}

/** Search answers mix papers of all days, in an order of their own. */
function isSearchAnswer(entry: Entry): boolean {
  return entry.highlightedTitle !== undefined;
}

/** Until March 2025 a feed day opened at 21:30 UTC of the day before; so do all captures of that time. */
const earlyOpening = 2.5 * 3_600_000;

/**
 * The feed day: `submittedOnDailyAt` since March 2025, else the day that was asked for. An entry of before then that is
 * read from a file tells it by its outer `publishedAt`, which was the moment of its submission and so later than that of
 * the paper; since then it is the paper's own, less the hours of New York.
 */
function featuredOn(entry: Entry, paper: Entry, context: ParseContext): unknown {
  if (paper.submittedOnDailyAt) return paper.submittedOnDailyAt;
  if (context.day !== undefined || isSearchAnswer(entry)) return context.day;
  const submitted = readInstant(entry.publishedAt);
  const published = readInstant(paper.publishedAt);
  if (submitted === undefined || published === undefined || submitted <= published)
    return undefined;
  return new Date(Date.parse(submitted) + earlyOpening).toISOString();
}

function firstText(...values: readonly unknown[]): string | undefined {
  return values.find((value): value is string => typeof value === 'string' && value.trim() !== '');
}
