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
  ['nothing but a filter', 'has:project', /• Without has:project, 2 papers match\. Search the/],
  [
    'nothing but a bar above all',
    'upvotes>=500',
    /• No stored paper has more than 40 upvotes\. upvotes>=40 \/papers search upvotes>=40 /,
  ],
  ['nothing but a bar below all', 'upvotes<5', /• No stored paper has fewer than 12 upvotes\./],
  ['a bar on what nobody counted', 'stars>5', /• No stored paper has a count of stars\./],
  ['an organization of no paper', 'org:nobody', /• No stored paper is of an organization of that/],
  [
    'an author of no paper',
    'author:"Ada Nobody"',
    /• No stored paper has an author of that name\./,
  ],
  [
    'several authors in quotes',
    'author:"Ana Rivera, Mei Chen X"',
    /• No stored paper has an author of that name\. Search the/,
  ],
  [
    'a misspelled author in quotes',
    'author:"Ana Rivira"',
    /• 2 papers match `author:"Ana Rivera"`\. Search author:"Ana Rivera" \/papers search author:"Ana Rivera" /,
  ],
  [
    'a misspelled word in a phrase',
    '"kettles thta plan"',
    /• 1 paper matches `"kettles that plan"`\. Search "kettles that plan" \/papers search "kettles that plan" /,
  ],
  [
    'words of a field that keep all out',
    'kettles title:yarn',
    /• Without title:yarn, 2 papers match\. Without title:yarn \/papers search kettles /,
  ],
  [
    'a field and a filter that keeps nothing out',
    'kettles author:nobody upvotes>=5',
    /• Without author:nobody, 2 papers match\. .*\/papers search kettles upvotes>=5 /,
  ],
  [
    'two fields, nothing else',
    'upvotes>=5 org:nobody',
    /• Without org:nobody, 2 papers match\. .*\/papers search upvotes>=5 /,
  ],
  [
    'two bars, nothing else',
    'title:kettles upvotes>=500',
    /• Without upvotes>=500, 1 paper matches\. .*\/papers search title:kettles /,
  ],
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

test('a misspelled word is told as it was read, and nothing of it as it was typed', async () => {
  const said = await desk.text('/papers search ketles upvotes>=500');
  expect(said).toMatch(
    /searched “kettles” instead\. No stored paper matches “kettles upvotes>=500”\. • Without upvotes>=500, 2 papers match\. .*\/papers search kettles .*\/papers search kettles upvotes>=500 hub:yes$/,
  );
});

test('a query with quotes gets no more of them', async () => {
  expect(await desk.text('/papers search "yarn kettle"')).toMatch(
    /^No stored paper matches `"yarn kettle"`\. /,
  );
  expect(await desk.text('/papers search "Kettles that"')).toMatch(
    /^1 paper matches `"Kettles that"`\. /,
  );
});

test('where no paper was read yet that is said', async () => {
  await desk.close();
  desk = await openDesk();
  expect(await desk.text('/papers search kettles')).toMatch(/• No papers were read yet\. Search/);
});

test.each([
  '"ana rivera b" has:code',
  '"kettles thta plan"',
  'author:"Ana Rivira"',
  'author:nobody title:"kettles x" upvotes>=900',
  '"kettles thta plan" author:"Ana Rivira" upvotes>=900',
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
