import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { mergeIntoArchive } from '../../src/core/merge-papers.ts';
import type { IncomingPaper, Paper } from '../../src/core/paper.ts';
import type { ParseOutcome } from '../../src/feeds/feed.ts';
import { decodeText } from '../../src/feeds/fetcher/decode-text.ts';
import { readBody } from '../../src/feeds/fetcher/read-body.ts';
import { formats, parseDocument } from '../../src/feeds/formats.ts';
import { readRecord } from '../../src/store/read-record.ts';
import { paperRecord } from '../../src/store/records.ts';
import { hostileText } from './hostile.ts';
import { mutatedJsonText } from './mutated-json.ts';
import { mutatedBytes, mutatedText } from './mutations.ts';
import { defineTarget } from './target.ts';

const folder = 'data/samples';
const context = { seenAt: '2026-03-02T12:00:00.000Z' };
const samples = readdirSync(folder).map((name) => readFileSync(`${folder}/${name}`));
const daily: unknown[] = JSON.parse(readFileSync(`${folder}/hugging-face-daily.json`, 'utf8'));
const fewPapers = papersOf(parseDocument(JSON.stringify(daily.slice(0, 2)), context));

const contentTypes = fc.constantFrom(
  ...['', 'text/html', 'text/html; charset=iso-8859-1', 'text/xml;charset=shift_jis'],
  ...['application/json; charset=utf-16', 'text/plain; charset="no-such"', ';charset=', '\0'],
);

function inUtf16(bytes: Uint8Array): Uint8Array {
  return Buffer.from(`\ufeff${Buffer.from(bytes).toString('utf8')}`, 'utf16le');
}

/** The samples, and others of their formats that are smaller. */
const wholeDocuments = fc.constantFrom(
  ...samples,
  ...samples.map(inUtf16),
  Buffer.from(JSON.stringify(daily.slice(0, 1))),
  Buffer.from(fewPapers.map((paper) => JSON.stringify(paper)).join('\n')),
);

const formatNames = fc.constantFrom(undefined, ...formats.map(({ id }) => id));

export const documents = defineTarget({
  name: 'feed-documents',
  holds: 'a document gives clean papers that can be stored, or says in words why it gives none',
  share: 12_000,
  input: fc.record({
    bytes: mutatedBytes(wholeDocuments),
    contentType: contentTypes,
    format: formatNames,
  }),
  open: () => ({
    run({ bytes, contentType, format }) {
      checkDocument(decodeText(bytes, contentType), format);
    },
  }),
});

const entry = fc.constantFrom(...daily.slice(0, 6).map((each) => [each]));

/** Entries whose fields are anything. */
const hostileEntries = fc.oneof(
  mutatedJsonText(entry, hostileText),
  mutatedJsonText(fc.constantFrom(...fewPapers), hostileText),
  fc
    .tuple(hostileText, hostileText, hostileText)
    .map(
      ([id, title, text]) =>
        `<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>${id}</id><title>${title}</title><summary>${text}</summary><author><name>${title}</name></author></entry></feed>`,
    ),
  fc
    .tuple(hostileText, hostileText, hostileText)
    .map(
      ([link, title, text]) =>
        `<rss><channel><item><title>${title}</title><link>${link}</link><description>${text}</description></item></channel></rss>`,
    ),
  mutatedText(fc.constant(samples.at(-1)?.toString() ?? ''), hostileText),
);

export const entries = defineTarget({
  name: 'feed-entries',
  holds: 'an entry gives a clean paper, or is dropped with a reason',
  share: 20_000,
  input: fc.tuple(hostileEntries, formatNames),
  open: () => ({ run: ([text, format]) => checkDocument(text, format) }),
});

const largestBody = 2_000_000;
const packed = [...samples, Buffer.alloc(20_000_000)].flatMap((bytes) => [
  gzipSync(bytes),
  deflateSync(bytes),
  brotliCompressSync(bytes, { params: { 1: 4 } }),
]);

export const bodies = defineTarget({
  name: 'feed-bodies',
  holds: 'a compressed body gives its bytes up to the limit, or is refused',
  share: 4_000,
  input: fc.record({
    bytes: mutatedBytes(fc.constantFrom(...packed)),
    encoding: fc.constantFrom('gzip', 'x-gzip', 'deflate', 'br', '', 'identity', 'zstd', '\0'),
  }),
  open: () => ({
    async run({ bytes, encoding }) {
      const body = await readBody(Readable.from([bytes]), encoding, largestBody).catch(
        (error: unknown) => assert.ok(error instanceof Error && error.message !== ''),
      );
      if (body instanceof Uint8Array) assert.ok(body.length <= largestBody);
    },
  }),
});

function checkDocument(text: string, format: string | undefined): void {
  const outcome = parseDocument(text, format === undefined ? context : { ...context, format });
  if (outcome.kind === 'unreadable') {
    assert.notEqual(outcome.message.trim(), '');
    return;
  }
  for (const { entry: name, reason } of outcome.dropped) assert.ok(name !== '' && reason !== '');
  for (const paper of outcome.papers) checkPaper(paper);
  checkMerge(outcome.papers);
}

function papersOf(outcome: ParseOutcome): readonly IncomingPaper[] {
  return outcome.kind === 'parsed' ? outcome.papers : [];
}

/** One line of readable text. */
function checkText(text: string, longest: number): void {
  assert.ok(text.length <= longest, `${text.length} characters`);
  assert.doesNotMatch(text, /(?!\n)[\p{Cc}\p{Cs}\p{Bidi_Control}]/u);
}

function checkPaper(paper: IncomingPaper): void {
  const { id, title, abstract, authors, categories, keywords, links } = paper;
  assert.match(id, /^(?:arxiv:\S+|title:[a-z0-9-]+)$/);
  assert.notEqual(title.trim(), '');
  checkText(title, 500);
  checkText(abstract, 20_000);
  assert.ok(authors.length <= 1_000 && categories.length <= 30 && keywords.length <= 100);
  for (const text of [...authors, ...categories, ...keywords]) checkText(text, 200);
  for (const text of [paper.tldr, paper.organization, paper.submitter]) {
    if (text !== undefined) checkText(text, 2_000);
  }
  for (const url of Object.values(links)) assert.match(url, /^https?:\/\/[!-~]+$/);
  for (const count of [paper.upvotes, paper.comments, paper.stars ?? 0]) {
    assert.ok(Number.isSafeInteger(count) && count >= 0, `a count of ${count}`);
  }
  const read = readRecord(paperRecord, { ...paper, arrivedAt: context.seenAt });
  assert.ok(read.ok, read.ok ? '' : read.problem.message);
}

/** What was taken in once brings nothing new the second time. */
function checkMerge(papers: readonly IncomingPaper[]): void {
  const merged = mergeIntoArchive(new Map(), papers, context.seenAt);
  const archive = new Map<string, Paper>(merged.put.map((paper) => [paper.id, paper]));
  const again = mergeIntoArchive(archive, papers, context.seenAt);
  assert.deepEqual([again.put, again.removed], [[], []]);
}
