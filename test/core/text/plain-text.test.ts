import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainText } from '../../../src/core/text/plain-text.ts';

describe('LaTeX becomes readable', () => {
  test.each([
    ['$L_2$ norms', 'L₂ norms'],
    ['$\\tau$-bench', 'τ-bench'],
    ['$\\tau^2$-Bench', 'τ²-Bench'],
    ['\\textit{x} and \\emph{y}', 'x and y'],
    ['Prefill \\& Decode', 'Prefill & Decode'],
    ['90\\% of \\$5', '90% of $5'],
    ['R\\\'enyi, Erd\\H{o}s, M{\\"o}bius, S\\o ren, \\v{S}', 'Rényi, Erdős, Möbius, Søren, Š'],
    ['$10^{-3}$', '10⁻³'],
    ['10^{-3} without dollars', '10⁻³ without dollars'],
    ['$\\mathbb{R}^d$', 'ℝᵈ'],
    ['$\\sim 5\\times$ faster', '∼ 5× faster'],
    ['0.30 \\pm 0.04', '0.30 ± 0.04'],
    ['$O(n^{5/3}\\log^{2/3} n)$', 'O(n^(5/3) log^(2/3) n)'],
    ['$\\mathcal{O}(\\sqrt{T})$', 'O(√T)'],
    ['$\\text{FL}^2\\text{oRA}$', 'FL²oRA'],
    ['Foo$_{IDMS}$', 'Foo_IDMS'],
    ['$\\frac{a+b}{2}$', '(a+b)/2'],
    ['$16^{th}$', '16th'],
    ['$30^\\circ$', '30°'],
    ['$\\mathbf{N{=}14}$', 'N=14'],
    ['$\\unicode{x2013}$', '–'],
    ['\\(x_1\\) and \\[y^2\\]', 'x₁ and y²'],
    ['\\href{https://example.org}{the code}', 'the code'],
    ['a result \\cite{x} holds', 'a result holds'],
    ['\\ours{} beats \\SomeName', 'ours beats SomeName'],
    ['sets $\\{x_1, y\\}$', 'sets {x₁, y}'],
    ['gamma_t = 2/(t+2)', 'gamma_t = 2/(t+2)'],
    ["``quoted'' and `Constitutions' today", '“quoted” and ‘Constitutions’ today'],
    ['width--depth --- and pages 3--5', 'width–depth — and pages 3–5'],
    ['Table~1', 'Table 1'],
  ])('%s', (raw, expected) => {
    expect(plainText(raw)).toBe(expected);
  });
});

test.each([
  'Can Frontier LLMs Earn $1 Million from Real-World Work?',
  'Training a Video Model in $200k',
  'from $5 to $10, not $1M-$2M',
  'it costs only $39.9 and 160 minutes',
  'ending at <EOS>, <picture of a man>, <think> and </think>',
  'if a < b and c > d',
  'run `npm test --help` or ~10 times',
  'AT&T and R&D; Q&A',
  'a set {a, b} and a template {question}',
  '可信的 diffusion 模型, Ångström, naïve',
  '👩‍🚀 and ❤️ and 👍🏽',
])('text stays as it is: %s', (text) => {
  expect(plainText(text)).toBe(text);
});

describe('markup goes', () => {
  test.each([
    ['<p>A <i>fine</i> <b class="x">day</b></p>', 'A fine day'],
    ['CO<sub>2</sub> and m<sup>2</sup>', 'CO₂ and m²'],
    ['<jats:title>Abstract</jats:title><jats:p>Text</jats:p>', 'Abstract Text'],
    ['<a href="https://example.org/?a=1">link</a>', 'link'],
    ['6.2% &#177; 2.8% &lt; 9%', '6.2% ± 2.8% < 9%'],
    ['Q&amp;amp;A &amp;lt; &amp;#177;', 'Q&A < ±'],
    ['one<br/>two', 'one two'],
  ])('%s', (raw, expected) => {
    expect(plainText(raw)).toBe(expected);
  });
});

describe('characters', () => {
  test.each([
    ['white space', ' a\n  b\t\u00A0c\u2028d ', 'a b c d'],
    ['controls', 'a\u0000b\u001B[31mc\u0085d', 'ab[31mcd'],
    ['zero width', 'a\u200Bb\uFEFFc\u00ADd\u2060e', 'abcde'],
    ['direction', 'user\u202Egnp.exe\u2066\u2069', 'usergnp.exe'],
    ['tags that hide text', 'a\u{E0041}\u{E0042}b', 'ab'],
    ['joiners outside emoji', 'a\u200Db', 'ab'],
    ['lone surrogates', 'a\uD800b\uDC00', 'a\uFFFDb\uFFFD'],
    ['composition', 'e\u0301', 'é'],
  ])('%s', (_, raw, expected) => {
    expect(plainText(raw)).toBe(expected);
  });

  test('keeps the marks of a language and cuts piles of them', () => {
    expect(plainText('ध्यान देना')).toBe('ध्यान देना');
    expect([...plainText(`x${'\u0316'.repeat(500)}y`)].length).toBe(10);
  });
});

const pieces = fc.constantFrom(
  ...'\\ { } $ _ ^ & < > ; \' ` " ~ - -- --- amp; &amp; lt; #38; <b> </b> <sub> 2 \\textbf{ \\frac \\alpha \\not \\( \\) \\" ab 7 x'.split(
    ' ',
  ),
  ' ',
  '\u0301',
  '\u200D',
  '👩',
  '\uD83D',
  '\u0085',
);
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join('')),
);

test('cleaning twice is cleaning once, and the result is one clean line', () => {
  fc.assert(
    fc.property(hostile, (raw) => {
      const text = plainText(raw);
      expect(plainText(text)).toBe(text);
      expect(text).not.toMatch(/[\n\r\t\p{Cc}\p{Surrogate}\u202A-\u202E\u2066-\u2069]|^ | $| {2}/u);
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  '\\',
  '\\a{',
  "\\'",
  '\\not',
  '$a_',
  '\\(',
  '^{',
  '{\\',
  '&amp;',
  '&#38;',
  '<',
  '<a =',
  '<<b>',
  '`',
  '``a',
  "`a'",
  '--',
  '\u0301',
  '\u200D',
  '\\sqrt[',
  '\\mathbb',
  '$ ',
  '<sub>',
])('endless %j takes no time and no stack', (piece) => {
  const raw = piece.repeat(Math.ceil(200_000 / piece.length));
  const start = performance.now();
  const text = plainText(raw);
  expect(performance.now() - start).toBeLessThan(3_000);
  expect(plainText(text)).toBe(text);
});
