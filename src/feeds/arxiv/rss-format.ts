import { parseArxivId } from '../../core/arxiv-id.ts';
import type { IncomingPaper } from '../../core/paper.ts';
import { plainText } from '../../core/text/plain-text.ts';
import type { Format, ParseContext, ParseOutcome } from '../feed.ts';
import { cleanPaper } from '../raw-paper.ts';
import type { XmlRecord } from '../xml-records.ts';
import { xmlRecords, xmlText, xmlTexts } from '../xml-records.ts';
import { announcedPapers, creatorNames, withoutHead } from './announcement.ts';

/** arXiv's daily announcements, as RSS 2.0 and as the RSS 1.0 of earlier years. */
export const arxivRss: Format = {
  id: 'arxiv-rss',
  title: 'arXiv, RSS',
  detect: (text) => /<(?:rss|rdf:RDF)[\s>]/i.test(text.slice(0, 4000)),
  parse: parseFeed,
};

function parseFeed(text: string, context: ParseContext): ParseOutcome {
  return announcedPapers(
    xmlRecords(text, 'item'),
    (record) => readItem(record, context),
    (record) => xmlText(record, 'link'),
  );
}

function readItem(record: XmlRecord, context: ParseContext): IncomingPaper | string {
  const arxivId = parseArxivId((xmlText(record, 'link') ?? '').trim()) ?? guidId(record);
  if (arxivId === undefined) return 'it has no arXiv id';
  return cleanPaper(
    {
      arxivId,
      title: withoutSource(xmlText(record, 'title') ?? ''),
      abstract: withoutHead(xmlText(record, 'description') ?? ''),
      authors: creatorNames(plainText(xmlText(record, 'dc:creator') ?? '')),
      categories: xmlTexts(record, 'category'),
      publishedAt: xmlText(record, 'pubDate') ?? xmlText(record, 'dc:date'),
    },
    { feed: 'arxiv', seenAt: context.seenAt },
  );
}

function guidId(record: XmlRecord): string | undefined {
  return parseArxivId((xmlText(record, 'guid') ?? '').trim());
}

/** Earlier titles ended in `(arXiv:0706.0001v1 [cs.LG])`. */
function withoutSource(title: string): string {
  return title.replace(/\(arXiv:[^()]{1,80}\)\s*$/i, '');
}
