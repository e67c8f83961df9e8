import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createArchive } from '../../src/core/archive.ts';
import { paper } from '../fakes/papers.ts';
import { type Desk, openDesk } from './desk.ts';

const papers = [
  paper('2603.00001', {
    title: 'A world of models',
    abstract: 'Kettles and yarn.',
    authors: ['Ana Rivera', 'Mei Chen'],
    upvotes: 12,
  }),
  paper('2603.00002', {
    title: 'Kettles that plan',
    abstract: '',
    authors: ['Ana Rivera'],
    upvotes: 40,
    links: { code: 'https://example.org/code' },
  }),
];

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk({ papers });
});
afterEach(async () => {
  expect(desk.faults).toEqual([]);
  await desk.close();
});

const general = /Try fewer or more general words, or a prefix such as `quanti\*`\./;

test.each([
  [
    'the name of an author',
    'Ana Rivera',
    /• 2 papers are by an author of that name: `author:"Ana Rivera"` Search authors \/papers search author:"Ana Rivera"/,
  ],
  ['the name of an author, in quotes', '"Mei Chen"', /• 1 paper is by an author of that name/],
  ['the name of nobody', 'Ada Nobody', general],
  ['words that are no name', 'kettle2 chen', general],
  [
    'a filter that keeps all out',
    'kettles upvotes>=500',
    /• Without upvotes>=500, 2 papers match\. Without upvotes>=500 \/papers search kettles /,
  ],
  [
    'two filters, of which one keeps all out',
    'kettles has:code upvotes>=500',
    /• Without upvotes>=500, 1 paper matches\. Without upvotes>=500 \/papers search kettles has:code /,
  ],
  [
    'two filters, each of which keeps all out',
    'kettles stars>5 upvotes>=500',
    /• Without stars>5 and upvotes>=500, 2 papers match\. Without .*\/papers search kettles /,
  ],
  ['nothing but a filter', 'upvotes>=500', /• Without upvotes>=500, 2 papers match\. Search the/],
  ['a filter of what is not there either', 'nothinglikethis upvotes>=5', general],
  [
    'a misspelled word and a filter',
    'ketles upvotes>=500',
    /• Without upvotes>=500, 2 papers match\./,
  ],
  [
    'a phrase whose words stand apart',
    '"world models" yarn',
    /• Without quotes, 1 paper matches\. Without quotes \/papers search world models yarn /,
  ],
  [
    'a phrase and a filter that keeps nothing out',
    '"world models" upvotes>=5',
    /• Without quotes, 1 paper matches\. Without quotes \/papers search world models upvotes>=5 /,
  ],
])(
  'a search that finds nothing is told what would find something: %s',
  async (_, typed, advice) => {
    const said = await desk.text(`/papers search ${typed}`);
    expect(said).toMatch(/No stored paper matches /);
    expect(said).toMatch(advice);
    expect(said).toMatch(/Search the whole Hub \/papers search .* hub:yes$/);
    if (advice !== general) expect(said).not.toMatch(general);
  },
);

test.each([
  '"ana rivera b" has:code',
  '"Mei Chen"',
  'nothing likes',
  '"world models" has:code stars>5 upvotes>=500',
])('what would find something is searched for twice at most: %s', async (typed) => {
  const archive = createArchive(papers);
  const search = vi.spyOn(archive, 'search');
  await desk.close();
  desk = await openDesk({ services: { archive } });
  expect(await desk.text(`/papers search ${typed}`)).toMatch(/No stored paper matches /);
  expect(search.mock.calls.length).toBeLessThanOrEqual(3);
});
