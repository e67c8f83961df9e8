import { parseArxivId } from '../core/arxiv-id.ts';
import type { IncomingPaper, Sighting } from '../core/paper.ts';
import { defined } from '../lib/defined.ts';
import { jsonElements } from '../lib/json-elements.ts';
import { parseJson } from '../lib/parse-json.ts';
import { collectPapers } from './collect-papers.ts';
import type { Format, ParseContext, ParseOutcome } from './feed.ts';
import { cleanPaper } from './raw-paper.ts';
import { isObject, readCount, readInstant, readList, readObject } from './raw-values.ts';

type Line = ReturnType<typeof readObject>;

const mostSightings = 20;

/** Papers in our own words: what `paperround papers` prints, one JSON object a line, or the same in an array. */
export const papersJsonl: Format = {
  id: 'papers-jsonl',
  title: 'Papers, JSON lines',
  detect: (text) => isOurs(firstLine(text) ?? firstElement(text)),
  parse: parseLines,
};

function parseLines(text: string, context: ParseContext): ParseOutcome {
  const isArray = /^\s*\[/.test(text);
  const { elements, complete } = isArray ? jsonElements(text) : readLines(text);
  const { papers, dropped } = collectPapers(
    parsed(elements),
    (line) => (isObject(line) ? readLine(line, context) : 'it is not a whole JSON object'),
    (line) => readObject(line).id ?? readObject(line).title,
  );
  if (papers.length === 0 && dropped.length > 0) {
    return {
      kind: 'unreadable',
      message: `It holds no paper. Lines looked at: ${dropped.length}.`,
    };
  }
  const notes = complete ? [] : ['The JSON is cut off, and the rest is missing.'];
  return { kind: 'parsed', papers, dropped, notes };
}

/** One at a time: those past the limit are not read. */
function* parsed(elements: readonly string[]): Iterable<unknown> {
  for (const element of elements) yield parseJson(element);
}

function readLines(text: string): ReturnType<typeof jsonElements> {
  return { elements: text.split(/\r?\n/).filter((line) => /\S/.test(line)), complete: true };
}

function readLine(line: Line, context: ParseContext): IncomingPaper | string {
  const links = readObject(line.links);
  const paper = cleanPaper(
    {
      arxivId: typeof line.id === 'string' ? parseArxivId(line.id) : undefined,
      title: line.title,
      abstract: line.abstract,
      tldr: line.tldr,
      authors: line.authors,
      organization: line.organization,
      categories: line.categories,
      keywords: line.keywords,
      publishedAt: line.publishedAt,
      featuredOn: line.featuredOn ?? context.day,
      submitter: line.submitter,
      code: links.code,
      project: links.project,
      page: links.page,
      stars: line.stars,
      upvotes: line.upvotes,
      comments: line.comments,
    },
    { feed: 'file', seenAt: context.seenAt },
  );
  const sightings = readList(line.sightings).slice(0, mostSightings).flatMap(readSighting);
  return typeof paper === 'string' || sightings.length === 0 ? paper : { ...paper, sightings };
}

function readSighting(value: unknown): Sighting[] {
  const { feed, seenAt, upvotes, comments, rank } = readObject(value);
  const instant = readInstant(seenAt);
  if (typeof feed !== 'string' || !/^[a-z][a-z0-9-]{0,40}$/.test(feed)) return [];
  if (instant === undefined) return [];
  const counts = {
    upvotes: readCount(upvotes),
    comments: readCount(comments),
    rank: readCount(rank),
  };
  return [{ feed, seenAt: instant, ...defined(counts) }];
}

function isOurs(value: unknown): boolean {
  const { paper, id, title, abstract, summary } = readObject(value);
  return (
    paper === undefined &&
    summary === undefined &&
    typeof title === 'string' &&
    (typeof abstract === 'string' || /^(?:arxiv|title):/.test(String(id)))
  );
}

function firstLine(text: string): unknown {
  const line = /^\s*(\{.*)/.exec(text)?.[1];
  return line === undefined ? undefined : parseJson(line);
}

/** Looks at the beginning only: an array is read whole when it is parsed. */
function firstElement(text: string): unknown {
  if (!/^\s*\[\s*\{/.test(text)) return undefined;
  const [first = ''] = jsonElements(text.slice(0, 200_000)).elements;
  return parseJson(first);
}
