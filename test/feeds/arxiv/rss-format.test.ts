import { expect, test } from 'vitest';
import { arxivRss } from '../../../src/feeds/arxiv/rss-format.ts';

const context = { seenAt: '2025-06-02T12:00:00.000Z' };

function item(fields: { id: string; type: string; creator?: string }): string {
  const { id, type, creator = 'A. Sample, B. Example' } = fields;
  return `<item><title>T ${id}</title><link>https://arxiv.org/abs/${id}</link>
<description>arXiv:${id}v1 Announce Type: ${type} \nAbstract: Words of ${id}.</description>
<guid isPermaLink="false">oai:arXiv.org:${id}v1</guid><category>cs.LG</category><category>cs.CL</category>
<pubDate>Fri, 31 Jan 2025 00:00:00 -0500</pubDate><arxiv:announce_type>${type}</arxiv:announce_type>
<dc:creator>${creator}</dc:creator></item>`;
}

function channel(items: string): string {
  return `<?xml version='1.0' encoding='UTF-8'?><rss xmlns:arxiv="http://arxiv.org/schemas/atom" version="2.0"><channel><title>cs.LG</title>${items}</channel></rss>`;
}

test('new papers and cross-lists are read, replacements ignored', () => {
  const types = ['new', 'cross', 'replace', 'replace-cross'];
  const items = types.map((type, index) => item({ id: `2501.9000${index}`, type })).join('');
  const outcome = arxivRss.parse(channel(items), context);
  expect(outcome).toMatchObject({
    kind: 'parsed',
    dropped: [],
    notes: ['Announcements of new versions of older papers, ignored: 2.'],
    papers: [
      {
        id: 'arxiv:2501.90000',
        title: 'T 2501.90000',
        abstract: 'Words of 2501.90000.',
        authors: ['A. Sample', 'B. Example'],
        categories: ['cs.LG', 'cs.CL'],
        publishedAt: '2025-01-31T05:00:00.000Z',
      },
      { id: 'arxiv:2501.90001' },
    ],
  });
});

test.each([
  ['A. Sample (Lab, Town), B. Example', ['A. Sample', 'B. Example']],
  [
    '&lt;a href="https://example.org"&gt;A. Sample&lt;/a&gt;, B. Example',
    ['A. Sample', 'B. Example'],
  ],
  ['', []],
])('the creators %j', (creator, authors) => {
  const outcome = arxivRss.parse(
    channel(item({ id: '2501.90001', type: 'new', creator })),
    context,
  );
  expect(outcome).toMatchObject({ papers: [{ authors }] });
});

test('the form of earlier years', () => {
  const old = (
    title: string,
    id: string,
  ) => `<item rdf:about="http://arxiv.org/abs/${id}"><title>${title}</title>
<link>http://arxiv.org/abs/${id}</link><description>&lt;p&gt;Words.&lt;/p&gt;</description></item>`;
  const text = `<rdf:RDF xmlns="http://purl.org/rss/1.0/">${old('Old Things. (arXiv:0706.9001v1 [cs.LG])', '0706.9001')}${old('Older. (arXiv:0706.9002v2 [cs.LG] UPDATED)', '0706.9002')}</rdf:RDF>`;
  expect(arxivRss.detect(text)).toBe(true);
  expect(arxivRss.parse(text, context)).toMatchObject({
    papers: [{ id: 'arxiv:0706.9001', title: 'Old Things.', abstract: 'Words.' }],
    notes: ['Announcements of new versions of older papers, ignored: 1.'],
  });
});

test('a weekend is empty and no fault; a cut-off feed says so', () => {
  expect(arxivRss.parse(channel(''), context)).toEqual({
    kind: 'parsed',
    papers: [],
    dropped: [],
    notes: [],
  });
  const text = channel(
    item({ id: '2501.90001', type: 'new' }) + item({ id: '2501.90002', type: 'new' }),
  );
  expect(arxivRss.parse(text.slice(0, -80), context)).toMatchObject({
    papers: [{ id: 'arxiv:2501.90001' }],
    notes: [expect.stringContaining('cut off')],
  });
});
