import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arxivIdFault, parseArxivId } from '../../src/core/arxiv-id.ts';

describe('parseArxivId', () => {
  test.each([
    ['2401.00001', '2401.00001'],
    ['2401.00001v2', '2401.00001'],
    ['  2401.00001v12\n', '2401.00001'],
    ['arXiv:2401.00001', '2401.00001'],
    ['ARXIV: 2401.00001V3', '2401.00001'],
    ['https://arxiv.org/abs/2401.00001', '2401.00001'],
    ['http://www.arxiv.org/abs/2401.00001v1?context=cs', '2401.00001'],
    ['https://export.arxiv.org/abs/2401.00001', '2401.00001'],
    ['arxiv.org/pdf/2401.00001v2.pdf', '2401.00001'],
    ['https://arxiv.org/pdf/2401.00001', '2401.00001'],
    ['https://arxiv.org/html/2401.00001v1#S3', '2401.00001'],
    ['https://huggingface.co/papers/2401.00001', '2401.00001'],
    ['hf.co/papers/2401.00001/', '2401.00001'],
    ['https://doi.org/10.48550/arXiv.2401.00001', '2401.00001'],
    ['oai:arXiv.org:2401.00001v2', '2401.00001'],
    ['0704.0001', '0704.0001'],
    ['1412.9999', '1412.9999'],
    ['2406.105', '2406.00105'],
    ['2406.1050', '2406.01050'],
    ['1203.456', '1203.0456'],
    ['hep-ex/0307015', 'hep-ex/0307015'],
    ['arXiv:math.GT/0309136v1', 'math/0309136'],
    ['https://arxiv.org/abs/cs/0112017', 'cs/0112017'],
  ])('%s is %s', (text, id) => {
    expect(parseArxivId(text)).toBe(id);
  });

  test.each([
    '',
    'attention',
    '2401.0',
    '2401.000001',
    '2413.00001',
    '2400.00001',
    '0703.0001',
    '1203.45678',
    '3.14159',
    '10:30',
    'see 2401.00001',
    'https://arxiv.org/list/cs.CL/recent',
    'https://example.org/abs/2401.00001',
    'hep-ex/0313015',
    'x'.repeat(10_000),
  ])('%j is none', (text) => {
    expect(parseArxivId(text)).toBeUndefined();
  });

  test('gives an id that it reads as itself', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^(arxiv:)?[0-9]{4}\.[0-9]{3,5}(v[0-9])?$/), (text) => {
        const id = parseArxivId(text);
        if (id !== undefined) expect(parseArxivId(id)).toBe(id);
      }),
    );
  });
});

test.each([
  ['9999.99999', /^9999\.99999 is no arXiv id: .* there is no month 99\.$/],
  ['https://arxiv.org/abs/2400.00001v2', /there is no month 00\.$/],
  ['0703.0001', /since April 2007/],
  ['2401.123456', /^2401\.123456 is no arXiv id: .* more than 5 digits\.$/],
  ['1203.45678', /more than 4 digits\.$/],
  ['2401.00001', undefined],
  ['attention', undefined],
  ['3.14159', undefined],
  ['9'.repeat(100_000), undefined],
])('what is wrong with %.40s', (text, fault) => {
  if (fault === undefined) expect(arxivIdFault(text)).toBeUndefined();
  else expect(arxivIdFault(text)).toMatch(fault);
});
