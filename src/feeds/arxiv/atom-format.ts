import { parseArxivId } from '../../core/arxiv-id.ts';
import type { IncomingPaper } from '../../core/paper.ts';
import type { Format, ParseContext, ParseOutcome } from '../feed.ts';
import { cleanPaper } from '../raw-paper.ts';
import { sourceFault } from '../source-fault.ts';
import type { XmlRecord } from '../xml-records.ts';
import { xmlAttributes, xmlRecords, xmlText, xmlTexts } from '../xml-records.ts';
import { announcedPapers, creatorNames, withoutHead } from './announcement.ts';

/** What the arXiv API answers, in its forms since 2007, and the Atom twin of its announcements. */
export const arxivAtom: Format = {
  id: 'arxiv-atom',
  title: 'arXiv, Atom',
  detect: (text) => /<feed[\s>]/.test(text.slice(0, 4000)) || isRefusal(text),
  parse: parseFeed,
};

function parseFeed(text: string, context: ParseContext): ParseOutcome {
  if (isRefusal(text)) return sourceFault('Rate exceeded.');
  const document = xmlRecords(text, 'entry');
  const { records } = document;
  const error = records.find(isError);
  if (error !== undefined) {
    return sourceFault(xmlText(error, 'summary') ?? '');
  }
  const outcome = announcedPapers(
    document,
    (record) => readEntry(record, context),
    (record) => xmlText(record, 'id'),
  );
  if (outcome.kind === 'unreadable') return outcome;
  return { ...outcome, notes: [...outcome.notes, ...missingPage(text, records.length)] };
}

/** The body of its answer 429. */
function isRefusal(text: string): boolean {
  return /^\s*Rate exceeded\.?\s*$/i.test(text.slice(0, 100));
}

function isError(record: XmlRecord): boolean {
  return /\/api\/errors(?:#|$)/.test(xmlText(record, 'id') ?? '');
}

/** Pages come back empty at times although there is more. */
function missingPage(text: string, count: number): readonly string[] {
  if (count > 0) return [];
  const [, total = '0'] =
    /<opensearch:totalResults[^>]{0,200}>(\d{1,9})</.exec(text.slice(0, 10_000)) ?? [];
  const [, start = '0'] =
    /<opensearch:startIndex[^>]{0,200}>(\d{1,9})</.exec(text.slice(0, 10_000)) ?? [];
  if (Number(start) >= Number(total)) return [];
  return [`arXiv has ${total} results but gave none of them. Ask again.`];
}

function readEntry(record: XmlRecord, context: ParseContext): IncomingPaper | string {
  const arxivId = entryId(record);
  if (arxivId === undefined) return 'it has no arXiv id';
  const names = xmlTexts(record, 'author/name');
  return cleanPaper(
    {
      arxivId,
      title: xmlText(record, 'title'),
      abstract: withoutHead(xmlText(record, 'summary') ?? ''),
      authors: names.length > 0 ? names : creatorNames(xmlText(record, 'dc:creator') ?? ''),
      categories: [
        ...xmlAttributes(record, 'arxiv:primary_category', 'term'),
        ...xmlAttributes(record, 'category', 'term'),
      ],
      publishedAt: xmlText(record, 'published'),
    },
    { feed: 'arxiv', seenAt: context.seenAt },
  );
}

/** `http://arxiv.org/abs/2606.13677v1`, `oai:arXiv.org:2606.13677v1`, or the link to its abstract. */
function entryId(record: XmlRecord): string | undefined {
  const ids = [xmlText(record, 'id') ?? '', ...xmlAttributes(record, 'link', 'href')];
  for (const id of ids) {
    const arxivId = parseArxivId(id.trim());
    if (arxivId !== undefined) return arxivId;
  }
  return undefined;
}
