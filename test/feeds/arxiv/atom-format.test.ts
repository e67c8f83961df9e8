import { expect, test } from 'vitest';
import { arxivAtom } from '../../../src/feeds/arxiv/atom-format.ts';

const context = { seenAt: '2025-06-02T12:00:00.000Z' };

function feed(entries: string, head = ''): string {
  return `<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
<id>https://arxiv.org/api/x</id><title>arXiv Query</title>${head}${entries}</feed>`;
}

const entry = `<entry><id>http://arxiv.org/abs/2501.90025v2</id>
  <title>On the Shape of
  Attention: $\\tau$ &amp; Heads</title><updated>2025-02-01T00:00:00Z</updated>
  <link title="pdf" href="https://arxiv.org/pdf/2501.90025v2" rel="related"/>
  <summary>  Some heads
look back at &lt;EOS&gt;.
</summary><category term="cs.CL"/><category term="cs.LG"/><category term="I.2.7; 68T50"/>
  <published>2025-01-30T09:30:00-04:00</published><arxiv:comment>Title page</arxiv:comment>
  <arxiv:primary_category term="cs.LG"/>
  <author><name>A. Sample</name><arxiv:affiliation>Example Lab</arxiv:affiliation></author>
  <author><name>B. Example</name></author></entry>`;

test('an entry of today', () => {
  expect(arxivAtom.parse(feed(entry), context)).toEqual({
    kind: 'parsed',
    dropped: [],
    notes: [],
    papers: [
      {
        id: 'arxiv:2501.90025',
        title: 'On the Shape of Attention: τ & Heads',
        abstract: 'Some heads look back at <EOS>.',
        authors: ['A. Sample', 'B. Example'],
        categories: ['cs.LG', 'cs.CL'],
        keywords: [],
        publishedAt: '2025-01-30T13:30:00.000Z',
        links: {
          abs: 'https://arxiv.org/abs/2501.90025',
          pdf: 'https://arxiv.org/pdf/2501.90025',
        },
        upvotes: 0,
        comments: 0,
        sightings: [{ feed: 'arxiv', seenAt: context.seenAt }],
      },
    ],
  });
});

test('an entry of 2007: a namespace on every child and an id of old', () => {
  const old = `<entry xmlns="http://www.w3.org/2005/Atom"><id xmlns="http://www.w3.org/2005/Atom">http://arxiv.org/abs/hep-ex/0307915v1</id>
<published xmlns="http://www.w3.org/2005/Atom">2003-07-07T13:46:39-04:00</published><title xmlns="http://www.w3.org/2005/Atom">Old Things</title>
<author xmlns="http://www.w3.org/2005/Atom"><name xmlns="http://www.w3.org/2005/Atom">H. Collaboration</name></author>
<category term="hep-ex" scheme="http://arxiv.org/schemas/atom"/></entry>`;
  expect(arxivAtom.parse(feed(old), context)).toMatchObject({
    papers: [{ id: 'arxiv:hep-ex/0307915', authors: ['H. Collaboration'], categories: ['hep-ex'] }],
  });
});

test('the Atom twin of the announcements: the head of the abstract goes, replacements are ignored', () => {
  const announced = (
    type: string,
    id: string,
  ) => `<entry><id>oai:arXiv.org:${id}v1</id><title>T ${id}</title>
<summary>arXiv:${id}v1 Announce Type: ${type} \nAbstract: Words.</summary><arxiv:announce_type>${type}</arxiv:announce_type>
<dc:creator>A. Sample, B. Example</dc:creator></entry>`;
  const outcome = arxivAtom.parse(
    feed(announced('new', '2501.90001') + announced('replace-cross', '2501.90002')),
    context,
  );
  expect(outcome).toMatchObject({
    papers: [{ id: 'arxiv:2501.90001', abstract: 'Words.', authors: ['A. Sample', 'B. Example'] }],
    notes: ['Announcements of new versions of older papers, ignored: 1.'],
  });
});

test('an error entry is an error, whatever the status was', () => {
  const error = `<entry><id>http://arxiv.org/api/errors#incorrect_id_format_for_x</id><title>Error</title><summary>incorrect id format for x</summary></entry>`;
  expect(arxivAtom.parse(feed(error), context)).toEqual({
    kind: 'unreadable',
    message: 'The source answered with an error: incorrect id format for x.',
  });
});

test('a cut-off feed keeps its whole entries and says so', () => {
  const text = feed(entry + entry.replace('90025', '90026'));
  expect(arxivAtom.parse(text.slice(0, text.lastIndexOf('<author>')), context)).toMatchObject({
    papers: [{ id: 'arxiv:2501.90025' }],
    notes: [expect.stringContaining('cut off')],
  });
});

test('an empty page of many results asks to be read again', () => {
  const head = (start: number) =>
    `<opensearch:totalResults>120</opensearch:totalResults><opensearch:startIndex>${start}</opensearch:startIndex>`;
  expect(arxivAtom.parse(feed('', head(100)), context)).toMatchObject({
    notes: ['arXiv has 120 results but gave none of them. Ask again.'],
  });
  expect(arxivAtom.parse(feed('', head(120)), context)).toMatchObject({ papers: [], notes: [] });
});

test('entries of others are dropped with a reason', () => {
  const foreign = '<entry><id>https://example.org/post</id><title>A post</title></entry>';
  expect(arxivAtom.parse(feed(foreign), context)).toMatchObject({
    papers: [],
    dropped: [{ entry: 'entry 1 (https://example.org/post)', reason: 'it has no arXiv id' }],
  });
});
