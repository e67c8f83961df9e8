import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeIntoArchive } from '../../src/core/merge-papers.ts';
import { formats, parseDocument } from '../../src/feeds/formats.ts';
import { readHtmlPage } from '../../src/feeds/html-page.ts';

const context = { seenAt: '2025-01-31T12:00:00.000Z' };
const samples = 'data/samples';
const captures = '../shared/feeds';

function read(path: string) {
  return parseDocument(readFileSync(path, 'utf8'), context);
}

function papersOf(outcome: ReturnType<typeof parseDocument>) {
  if (outcome.kind !== 'parsed') throw new Error(outcome.message);
  return outcome.papers;
}

describe('the samples', () => {
  test.each([
    ['hugging-face-daily.json', 'hugging-face-json', 24],
    ['hugging-face-day.html', 'hugging-face-html', 8],
    ['hugging-face-page.txt', 'text-export', 12],
    ['arxiv.atom.xml', 'arxiv-atom', 6],
    ['arxiv.rss.xml', 'arxiv-rss', 3],
  ])('%s is %s with %d papers', (file, format, count) => {
    const outcome = read(`${samples}/${file}`);
    expect(outcome).toMatchObject({ kind: 'parsed', format, dropped: [] });
    expect(papersOf(outcome)).toHaveLength(count);
  });

  test('merge to 32 papers', () => {
    const papers = readdirSync(samples).flatMap((file) => papersOf(read(`${samples}/${file}`)));
    expect(mergeIntoArchive(new Map(), papers, context.seenAt)).toMatchObject({ added: 32 });
  });

  test('what was read can be written as JSON lines and read again', () => {
    const papers = papersOf(read(`${samples}/hugging-face-daily.json`));
    const lines = papers.map((paper) => JSON.stringify(paper)).join('\n');
    const again = parseDocument(lines, { seenAt: '2025-02-07T00:00:00.000Z' });
    expect(again).toMatchObject({ kind: 'parsed', format: 'papers-jsonl', dropped: [] });
    expect(papersOf(again)).toEqual(papers);
  });
});

describe('what is no list of papers is said plainly', () => {
  test.each([
    ['', 'It is empty.'],
    [' \r\n\uFEFF', 'It is empty.'],
    ['\u0000\u0001PNG\u0002', 'It is not text.'],
    ['Dear reader, nothing here.', 'in no format of papers'],
    ['{}', 'holds no list of papers'],
    ['{"error":"Invalid date"}', 'Invalid date.'],
    ['{"error":"We had to rate limit your IP."}', 'rate limit'],
    ['[{"paper":{"id":"25', 'cut off'],
    ['Rate exceeded.', 'Rate exceeded.'],
    ['<!doctype html><title>Sign in</title><p>x</p>', '“Sign in”'],
    ['<html><h1>429</h1><p>We had to rate limit you.</p></html>', '429 We had to rate limit you.'],
    ['<html><h1>503</h1><p>Service Temporarily Unavailable</p></html>', '503'],
    ['<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http', 'cut off'],
  ])('%j', (text, words) => {
    const outcome = parseDocument(text, context);
    expect(outcome.kind).toBe('unreadable');
    expect(outcome.kind === 'unreadable' && outcome.message).toContain(words);
  });

  test('a rate limit comes with its remedy', () => {
    expect(parseDocument('{"error":"We had to rate limit you"}', context)).toMatchObject({
      remedy: expect.stringContaining('HF_TOKEN'),
    });
  });

  test('a format that is named is used whatever the content', () => {
    expect(parseDocument('[]', { ...context, format: 'arxiv-atom' }).format).toBe('arxiv-atom');
  });
});

describe('hostile documents', () => {
  const texts = readdirSync(samples).map((file) => readFileSync(`${samples}/${file}`, 'utf8'));

  test('any text in any format gives an outcome', () => {
    const bits = fc.constantFrom(
      ...'< > " & [ ] { } , : \\ \n <entry> </entry> <item> <article> <h3>'.split(' '),
    );
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.oneof(bits, fc.string({ maxLength: 5 }))).map((parts) => parts.join('')),
      fc.json(),
      fc
        .array(fc.record({ paper: fc.jsonValue(), title: fc.jsonValue(), entry: fc.jsonValue() }))
        .map((list) => JSON.stringify(list)),
      fc
        .record({
          id: fc.constant('2501.90001'),
          title: fc.constant('T'),
          authors: fc.jsonValue(),
          organization: fc.jsonValue(),
          publishedAt: fc.jsonValue(),
          githubRepo: fc.jsonValue(),
          upvotes: fc.jsonValue(),
        })
        .map((paper) => JSON.stringify([{ paper }])),
    );
    fc.assert(
      fc.property(anything, (text) => {
        for (const { id } of formats) {
          expect(parseDocument(text, { ...context, format: id }).format).toBe(id);
        }
        expect(['parsed', 'unreadable']).toContain(parseDocument(text, context).kind);
      }),
      { numRuns: 300 },
    );
  });

  test('samples cut off and damaged anywhere never give broken papers', () => {
    const damage = fc.record({
      text: fc.constantFrom(...texts),
      from: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.nat(400),
      patch: fc.string({ maxLength: 5 }),
      isCut: fc.boolean(),
    });
    fc.assert(
      fc.property(damage, ({ text, from, length, patch, isCut }) => {
        const start = Math.floor(text.length * from);
        const broken = text.slice(0, start) + patch + (isCut ? '' : text.slice(start + length));
        const outcome = parseDocument(broken, context);
        if (outcome.kind === 'unreadable') {
          expect(outcome.message).not.toBe('');
          return;
        }
        for (const paper of outcome.papers) {
          expect(paper.title).not.toBe('');
          expect(paper.id).toMatch(/^(?:arxiv|title):/);
        }
      }),
      { numRuns: 200 },
    );
  });

  const many = 50_000;
  test.each([
    ['deep XML', `<feed><entry>${'<a>'.repeat(many)}${'</b>'.repeat(many)}`],
    ['deep HTML', `<html>${'<div>'.repeat(many)}${'</span>'.repeat(many)}`],
    ['deep JSON', `[${'{"a":['.repeat(many)}`],
    ['an endless string', `[{"a":"${'\\"'.repeat(many)}`],
    ['many lines', 'Some Words\n'.repeat(many)],
    ['many entries', `<feed>${'<entry></entry>'.repeat(many)}</feed>`],
    ['many attributes', `<html><div ${'a=b '.repeat(many)}>`],
  ])('%s takes no time', (_, text) => {
    const start = performance.now();
    for (const { id } of formats) parseDocument(text, { ...context, format: id });
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  test('entities of a DTD are not expanded', () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/hostname">]>
<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/2501.90001v1</id><title>Bomb &b; &f;</title></entry></feed>`;
    expect(papersOf(parseDocument(bomb, context))[0]?.title).toBe('Bomb &b; &f;');
  });
});

describe.skipIf(!existsSync(captures))(
  'real captures (skipped where ../shared/feeds is absent)',
  () => {
    const folders = ['daily', 'daily_asof', 'search', 'weird'];
    const files = folders.flatMap((folder) =>
      (existsSync(`${captures}/${folder}`) ? readdirSync(`${captures}/${folder}`) : []).map(
        (file) => `${folder}/${file}`,
      ),
    );

    test.each(files)('%s gives a paper for each entry', (file) => {
      const entries: unknown[] = JSON.parse(readFileSync(`${captures}/${file}`, 'utf8'));
      const outcome = read(`${captures}/${file}`);
      expect(outcome).toMatchObject({ kind: 'parsed', dropped: [], notes: [] });
      expect(papersOf(outcome)).toHaveLength(entries.length);
    });

    test.each(files.filter((file) => /^daily/.test(file) && !file.includes('2025-03-14')))(
      '%s tells its own day',
      (file) => {
        const day = file.match(/\d{4}-\d{2}-\d{2}/)?.[0];
        expect(
          new Set(papersOf(read(`${captures}/${file}`)).map((paper) => paper.featuredOn)),
        ).toEqual(new Set([day]));
      },
    );

    test.each(['papers_date_2024-08-01', 'rebuilt_papers_date_2026-08-21'])(
      '%s reads as its own data does through the API, and its cards name the same papers',
      (name) => {
        const page = readFileSync(`${captures}/html/${name}.html`, 'utf8');
        let data: { dailyPapers?: unknown } = {};
        readHtmlPage(page, {
          open: (_, attributes) => {
            if (attributes['data-target'] === 'DailyPapers')
              data = JSON.parse(attributes['data-props'] ?? '{}');
          },
        });
        const day = name.slice(-10);
        const outcome = parseDocument(page, context);
        expect(outcome).toMatchObject({ format: 'hugging-face-html', day, notes: [] });
        const papers = papersOf(outcome);
        expect(papers).toEqual(
          papersOf(parseDocument(JSON.stringify(data.dailyPapers), { ...context, day })),
        );
        const cards = papersOf(
          parseDocument(page.replaceAll('data-target="DailyPapers"', ''), context),
        );
        expect(cards.map(({ id, title, upvotes }) => [id, title, upvotes])).toEqual(
          papers.map(({ id, title, upvotes }) => [id, title, upvotes]),
        );
      },
    );

    test('the text export gives its 119 papers and nothing of its banner', () => {
      const papers = papersOf(read(`${captures}/text/papers_search_119.txt`));
      expect(papers).toHaveLength(119);
      expect(JSON.stringify(papers)).not.toMatch(/trending papers in your email|Subscribe/);
      expect(papers.every(({ abstract }) => abstract.length > 500)).toBe(true);
    });

    test.each([
      ['2026-05-11_cat-cs.CL_2.xml', ['arxiv:2605.08083', 'arxiv:2605.08077']],
      ['manual_2007_all-electron_1.xml', ['arxiv:hep-ex/0307015']],
    ])('%s', (file, ids) => {
      const outcome = read(`${captures}/arxiv_atom/${file}`);
      expect(outcome).toMatchObject({ format: 'arxiv-atom', notes: [], dropped: [] });
      expect(papersOf(outcome).map(({ id }) => id)).toEqual(ids);
    });

    test.each([
      ['arxiv_429.txt', 'Rate exceeded.'],
      ['arxiv_error_incorrect_id.atom.xml', 'incorrect id format for 1234.12345.'],
      ['hf_429_anonymous.json', 'We had to rate limit your IP'],
      ['hf_429_authenticated.json', 'quota of 1000 api requests'],
      ['hf_429_page.html', '429 We had to rate limit you.'],
      ['html_instead_of_json_CONSTRUCTED.html', '503 Service Temporarily Unavailable.'],
    ])('errors/%s says what is wrong', (file, words) => {
      const outcome = read(`${captures}/errors/${file}`);
      expect(outcome.kind === 'unreadable' && outcome.message).toContain(words);
      expect(outcome.kind === 'unreadable' && outcome.message).toMatch(/[.]$/);
    });

    test('empty days are fine, and of a cut-off answer the whole entries are kept', () => {
      expect(papersOf(read(`${captures}/errors/hf_empty_day.json`))).toEqual([]);
      expect(papersOf(read(`${captures}/errors/arxiv_empty_weekend_CONSTRUCTED.rss.xml`))).toEqual(
        [],
      );
      expect(read(`${captures}/errors/truncated_hf_daily.json`)).toMatchObject({
        kind: 'parsed',
        papers: { length: 3 },
        notes: [expect.stringContaining('cut off')],
      });
    });
  },
);
