import type { IncomingPaper } from '../../core/paper.ts';
import { collectPapers } from '../collect-papers.ts';
import type { ParseOutcome } from '../feed.ts';
import type { XmlRecord, xmlRecords } from '../xml-records.ts';
import { xmlText } from '../xml-records.ts';

/** The head that arXiv puts before an abstract in its daily announcements. */
const announcementHead = /^\s*arXiv:\S{1,40}\s+Announce Type:\s*([a-z-]{1,20})\s*(?:Abstract:)?/i;

/** An abstract without the head of its announcement. */
export function withoutHead(abstract: string): string {
  return abstract.replace(announcementHead, '');
}

/** The papers of the records of a document, without those that are announced only because of a new version. */
export function announcedPapers(
  { records, complete }: ReturnType<typeof xmlRecords>,
  read: (record: XmlRecord) => IncomingPaper | string,
  nameOf: (record: XmlRecord) => unknown,
): ParseOutcome {
  if (records.length === 0 && !complete) {
    return {
      kind: 'unreadable',
      message: 'The XML is cut off or broken, and no entry in it is whole.',
      remedy: 'Fetch it again.',
    };
  }
  const announced = records.filter((record) => !isReplacement(record));
  const replaced = records.length - announced.length;
  const collected = collectPapers(announced, read, nameOf);
  return { kind: 'parsed', ...collected, notes: announcementNotes(replaced, complete) };
}

/** Whether the paper is announced only because of a new version of it. */
function isReplacement(record: XmlRecord): boolean {
  const text = xmlText(record, 'description') ?? xmlText(record, 'summary') ?? '';
  const type = xmlText(record, 'arxiv:announce_type') ?? announcementHead.exec(text)?.[1] ?? '';
  return /^\s*replace/i.test(type) || / UPDATED\)\s*$/.test(xmlText(record, 'title') ?? '');
}

/** The notes on a list of announcements: what was left out, and whether it was whole. */
function announcementNotes(replaced: number, complete: boolean): readonly string[] {
  const notes: string[] = [];
  if (replaced > 0)
    notes.push(`Announcements of new versions of older papers, ignored: ${replaced}.`);
  if (!complete)
    notes.push('The XML is cut off or broken: its whole entries were read, the rest is missing.');
  return notes;
}

/** `A. Sample, B. Example (Institute, Town)`: one string of names, as `dc:creator` has it. */
export function creatorNames(creators: string): readonly string[] {
  return creators.replaceAll(/\([^()]{0,300}\)/g, '').split(',');
}
