import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MergeResult } from '../../src/core/merge-papers.ts';
import { mergeIntoArchive, mergePapers } from '../../src/core/merge-papers.ts';
import type { IncomingPaper, Paper, PaperId } from '../../src/core/paper.ts';
import { isTitleId, normalizedTitle, titleId } from '../../src/core/paper.ts';

const at = '2025-01-31T10:00:00.000Z';
const later = '2025-02-01T10:00:00.000Z';

function paper(fields: Partial<IncomingPaper> & { title: string }): IncomingPaper {
  return {
    id: titleId(fields.title),
    abstract: '',
    authors: [],
    categories: [],
    keywords: [],
    links: {},
    upvotes: 0,
    comments: 0,
    sightings: [],
    ...fields,
  };
}

function apply(archive: ReadonlyMap<PaperId, Paper>, result: MergeResult): Map<PaperId, Paper> {
  const next = new Map(archive);
  for (const id of result.removed) next.delete(id);
  for (const stored of result.put) next.set(stored.id, stored);
  return next;
}

function seen(feed: string, seenAt: string, upvotes: number) {
  return { sightings: [{ feed, seenAt, upvotes, comments: 1 }], upvotes, comments: 1 };
}

describe('one paper', () => {
  const known = mergePapers(
    undefined,
    paper({
      id: 'arxiv:2501.90001',
      title: 'Tidy Desk',
      abstract: 'Short.',
      categories: ['cs.AI'],
      featuredOn: '2025-01-31',
      stars: 3,
      ...seen('hugging-face', at, 10),
    }),
    at,
  );

  test('seen before it came, as when a clock was wrong, came then', () => {
    const merged = mergePapers({ ...known, arrivedAt: '2030-01-01T00:00:00.000Z' }, known, later);
    expect(merged.arrivedAt).toBe(later);
    expect(mergePapers(known, known, later).arrivedAt).toBe(at);
  });
  const again = paper({
    id: 'arxiv:2501.90001',
    title: 'Tidy Desk, Revised',
    abstract: 'A longer abstract.',
    tldr: 'In short.',
    authors: ['A. Sample'],
    categories: ['cs.CL', 'cs.AI'],
    featuredOn: '2025-02-03',
    links: { code: 'https://code.example.org/x' },
    stars: 9,
    ...seen('hugging-face', later, 7),
  });

  test('keeps its first words and gains what was lacking', () => {
    const merged = mergePapers(known, again, later);
    expect(merged).toMatchObject({
      arrivedAt: at,
      title: 'Tidy Desk',
      abstract: 'A longer abstract.',
      tldr: 'In short.',
      authors: ['A. Sample'],
      categories: ['cs.AI', 'cs.CL'],
      featuredOn: '2025-01-31',
      links: { code: 'https://code.example.org/x' },
      stars: 9,
    });
  });

  test('has the scores of the latest sighting of each feed, and the highest of them', () => {
    const merged = mergePapers(known, again, later);
    expect(merged.upvotes).toBe(7);
    const both = mergePapers(merged, { ...again, ...seen('elsewhere', at, 4) }, later);
    expect(both.upvotes).toBe(7);
    expect(both.sightings.map(({ feed, upvotes }) => [feed, upvotes])).toEqual([
      ['elsewhere', 4],
      ['hugging-face', 7],
    ]);
    expect(mergePapers(merged, { ...again, ...seen('hugging-face', at, 99) }, later).upvotes).toBe(
      7,
    );
  });
});

describe('the archive', () => {
  const named = paper({ id: 'arxiv:2501.90001', title: 'Tidy Desk: Agents' });
  const nameless = paper({ title: 'tidy desk – agents', abstract: 'Only here.' });

  test.each([
    ['id first', [named, nameless]],
    ['title first', [nameless, named]],
  ])('merges by title where one has no id: %s', (_, papers) => {
    let archive = new Map<PaperId, Paper>();
    for (const one of papers) archive = apply(archive, mergeIntoArchive(archive, [one], at));
    expect([...archive.keys()]).toEqual(['arxiv:2501.90001']);
    expect(archive.get('arxiv:2501.90001')?.abstract).toBe('Only here.');
  });

  test('names the id that is no more, and counts', () => {
    const archive = apply(new Map(), mergeIntoArchive(new Map(), [nameless], at));
    const result = mergeIntoArchive(archive, [named], later);
    expect(result.removed).toEqual([nameless.id]);
    expect(result).toMatchObject({ added: 0, changed: 1 });
    expect(result.put[0]).toMatchObject({ id: 'arxiv:2501.90001', arrivedAt: at });
  });

  test('two ids of one title stay two papers', () => {
    const twin = { ...named, id: 'arxiv:2501.90002' };
    expect(mergeIntoArchive(new Map(), [named, twin], at)).toMatchObject({ added: 2, changed: 0 });
  });

  test('a paper that was only seen again is not written', () => {
    const first = { ...named, ...seen('hugging-face', at, 10) };
    const archive = apply(new Map(), mergeIntoArchive(new Map(), [first], at));
    const again = { ...named, ...seen('hugging-face', later, 10) };
    expect(mergeIntoArchive(archive, [again], later).put).toEqual([]);
    const risen = { ...named, ...seen('hugging-face', later, 11) };
    expect(mergeIntoArchive(archive, [risen], later)).toMatchObject({ added: 0, changed: 1 });
  });
});

const anyPaper = fc
  .record({
    title: fc.constantFrom(
      'Alpha Nets',
      'alpha nets',
      'Béta',
      'Gamma: Rays',
      'gamma rays',
      'Delta',
    ),
    number: fc.option(fc.nat(4)),
    feed: fc.constantFrom('hugging-face', 'arxiv', 'file'),
    hour: fc.integer({ min: 10, max: 20 }),
    upvotes: fc.nat(5),
    abstract: fc.constantFrom('', 'Short.', 'Rather longer.'),
  })
  .map(({ title, number, feed, hour, upvotes, abstract }) =>
    paper({
      title,
      abstract,
      ...(number !== null && { id: `arxiv:2501.9000${number}` }),
      ...seen(feed, `2025-01-31T${hour}:00:00.000Z`, upvotes),
    }),
  );

function ingest(batches: readonly (readonly IncomingPaper[])[]): Map<PaperId, Paper> {
  let archive = new Map<PaperId, Paper>();
  for (const batch of batches) archive = apply(archive, mergeIntoArchive(archive, batch, at));
  return archive;
}

describe('properties', () => {
  test('a paper that does not agree with its own sightings is brought into order at once', () => {
    const { sightings: older } = seen('hugging-face', at, 7);
    const { sightings: other } = seen('arxiv', at, 1);
    const incoming = paper({
      title: 'Tidy Desk',
      ...seen('hugging-face', later, 128),
      upvotes: 0,
      sightings: [...seen('hugging-face', later, 128).sightings, ...older, ...other],
    });
    const archive = apply(new Map(), mergeIntoArchive(new Map(), [incoming], later));
    expect([...archive.values()]).toMatchObject([{ upvotes: 128 }]);
    expect(mergeIntoArchive(archive, [incoming], later).put).toEqual([]);
  });

  test('ingesting again changes nothing', () => {
    fc.assert(
      fc.property(fc.array(anyPaper, { maxLength: 8 }), (papers) => {
        const once = ingest([papers]);
        const settled = apply(once, mergeIntoArchive(once, papers, at));
        const result = mergeIntoArchive(settled, papers, at);
        expect(result).toMatchObject({ removed: [], added: 0 });
        expect([...settled.keys()].sort()).toEqual([...once.keys()].sort());
      }),
    );
  });

  test('neither order nor batches decide which papers there are', () => {
    const oneTitleAnId = fc.uniqueArray(anyPaper, {
      maxLength: 10,
      selector: ({ id, title }) => (isTitleId(id) ? `${id}${title}` : id),
    });
    fc.assert(
      fc.property(oneTitleAnId, fc.nat(10), (papers, cut) => {
        const ids = (archive: Map<PaperId, Paper>) => [...archive.keys()].sort();
        const expected = ids(ingest([papers]));
        expect(ids(ingest([papers.toReversed()]))).toEqual(expected);
        expect(ids(ingest([papers.slice(cut), papers.slice(0, cut)]))).toEqual(expected);
      }),
    );
  });

  test('no paper is lost', () => {
    fc.assert(
      fc.property(fc.array(fc.array(anyPaper, { maxLength: 4 }), { maxLength: 4 }), (batches) => {
        const archive = ingest(batches);
        const titles = new Set([...archive.values()].map(({ title }) => normalizedTitle(title)));
        for (const incoming of batches.flat()) {
          const isKept = archive.has(incoming.id) || titles.has(normalizedTitle(incoming.title));
          expect(isKept).toBe(true);
        }
        for (const [id, stored] of archive) expect(stored.id).toBe(id);
      }),
    );
  });
});
