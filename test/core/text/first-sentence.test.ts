import { expect, test } from 'vitest';
import { firstSentence } from '../../../src/core/text/first-sentence.ts';

test.each([
  ['The thread is locked. Unlock it', 'The thread is locked'],
  ['The thread is locked.', 'The thread is locked'],
  ['needs cs.CL of arxiv.org', 'needs cs.CL of arxiv.org'],
  ['', ''],
])('of %j: %j', (text, expected) => {
  expect(firstSentence(text)).toBe(expected);
});
