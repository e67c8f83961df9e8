import { expect, test } from 'vitest';
import type { Block } from '../../../../src/core/view.ts';
import { messageText } from '../../../../src/platforms/slack/render/plain-text.ts';

const text = (words: string): Block => ({ kind: 'text', text: [words] });

test.each<[string, string, Block[], string]>([
  ['Nothing came.', 'is said where nothing else is', [], 'Nothing came.'],
  ['Nothing came.', 'comes first', [text('Try again.')], 'Nothing came.\nTry again.'],
  [
    'Nothing came.',
    'is not said twice',
    [text('Well: Nothing came. Wait.')],
    'Well: Nothing came. Wait.',
  ],
  ['One. Two.', 'is not said twice over two lines', [text('One.'), text('Two.')], 'One.\nTwo.'],
  ['One. Two.', 'is not said by its first word alone', [text('One.')], 'One. Two.\nOne.'],
  [' \u200b', 'that cannot be seen is no line', [], ''],
])('the summary “%s” %s', (summary, _, blocks, expected) => {
  expect(messageText({ summary, blocks }, 1_000)).toBe(expected);
});
