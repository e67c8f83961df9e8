import { expect, test } from 'vitest';
import type { Paper } from '../../../src/core/paper.ts';
import { createFingerprint } from '../../../src/core/search/fingerprint.ts';
import { sectionTexts } from '../../../src/core/search/forward-writer.ts';
import { paper } from '../../fakes/papers.ts';

const known: Paper = {
  ...paper('2601.00001'),
  title: 'On kettles',
  abstract: 'They sing.',
  tldr: 'Singing',
  keywords: ['kettle', 'song'],
  authors: ['Ada', 'Bo'],
  organization: 'Lab',
  categories: ['cs.CL', 'cs.LG'],
};
const { tldr: _, organization: __, ...bare } = known;

test.each([
  ['the title', { ...known, title: 'On kettle' }],
  ['the abstract', { ...known, abstract: 'They sang.' }],
  ['the summary', { ...known, tldr: 'Sang' }],
  ['no summary', bare],
  ['a keyword', { ...known, keywords: ['kettle', 'songs'] }],
  ['how many keywords there are', { ...known, keywords: ['kettle song'] }],
  ['the order of authors', { ...known, authors: ['Bo', 'Ada'] }],
  ['the organization', { ...known, organization: 'Labs' }],
  ['a category', { ...known, categories: ['cs.CL'] }],
  ['what is where', { ...known, keywords: [], authors: ['kettle', 'song', 'Ada', 'Bo'] }],
] as const)('%s is another fingerprint, as it is another text', (_, changed) => {
  const fingerprint = createFingerprint();
  expect(sectionTexts(changed)).not.toEqual(sectionTexts(known));
  expect(fingerprint(changed)).not.toEqual(fingerprint(known));
});

test('what is not searched for in the text is the same, and so is one of the same texts', () => {
  const fingerprint = createFingerprint();
  expect(fingerprint({ ...known, upvotes: 99 })).toEqual(fingerprint(known));
  expect(createFingerprint()({ ...known })).toEqual(fingerprint(known));
});
