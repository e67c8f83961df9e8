import { describe, expect, test } from 'vitest';
import { papersNamedIn } from '../../src/core/papers-named-in.ts';

describe('the papers that a message names', () => {
  test.each([
    ['have you seen https://arxiv.org/abs/2401.00001v2?', ['2401.00001']],
    [
      '(https://arxiv.org/pdf/2401.00001.pdf), <https://huggingface.co/papers/2402.00002>',
      ['2401.00001', '2402.00002'],
    ],
    ['**arXiv:2401.00001** and doi:10.48550/arXiv.2403.00003.', ['2401.00001', '2403.00003']],
    ['[this one](https://arxiv.org/abs/2401.00001)', ['2401.00001']],
    ['https://arxiv.org/abs/hep-ex/0307015', ['hep-ex/0307015']],
    ['2401.00001 2401.00001 https://arxiv.org/abs/2401.00001', ['2401.00001']],
    ['2401.00001 2401.00002 2401.00003 2401.00004', ['2401.00001', '2401.00002', '2401.00003']],
    ['no papers, see https://example.com/2401', []],
    ['', []],
  ])('%s', (text, ids) => {
    expect(papersNamedIn(text)).toEqual(ids);
  });

  test('reads a huge message quickly', () => {
    expect(papersNamedIn('https://arxiv.org/'.repeat(100_000))).toEqual([]);
  });
});
