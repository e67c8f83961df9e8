import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TextField } from '../../../src/core/query/ast.ts';
import type { PositiveTerm } from '../../../src/core/query/positive-terms.ts';
import { textMatch } from '../../../src/core/query/text-match.ts';
import { markedTitle, snippetOf } from '../../../src/core/search/snippet.ts';
import { foldTerm } from '../../../src/core/text/tokenize.ts';
import type { RichText } from '../../../src/core/view.ts';
import { paperOf } from './paper-of.ts';

function asked(kind: 'word' | 'phrase' | 'prefix', typed: string, field?: TextField): PositiveTerm {
  const match = textMatch(kind, typed)!;
  return field === undefined ? { match } : { match, field };
}

/** Marks in brackets. */
function drawn(text: RichText): string {
  return text
    .map((piece) => {
      if (typeof piece === 'string') return piece;
      return piece.kind === 'mark' ? `[${piece.text}]` : '?';
    })
    .join('');
}

describe('markedTitle', () => {
  test.each([
    ['Diffusion Models for Robots', [asked('word', 'model')], 'Diffusion [Models] for Robots'],
    ['Diffusion Models', [asked('phrase', 'diffusion model')], '[Diffusion Models]'],
    ['Models of diffusion', [asked('phrase', 'diffusion model')], 'Models of diffusion'],
    ['On Pre-Training', [asked('word', 'pretraining')], 'On [Pre-Training]'],
    ['On pre training', [asked('word', 'pre-training')], 'On [pre training]'],
    ['Diffuser and diffusion', [asked('prefix', 'diffu')], '[Diffuser] and [diffusion]'],
    ['Über naïve agents', [asked('word', 'naive'), asked('word', 'uber')], '[Über] [naïve] agents'],
    ['Agents', [asked('word', 'agent', 'abstract')], 'Agents'],
    ['Agents', [asked('word', 'agent', 'title')], '[Agents]'],
    [
      'Big data model',
      [asked('phrase', 'big data'), asked('phrase', 'data model')],
      '[Big data model]',
    ],
    ['深度学习', [asked('word', '学习')], '深度[学习]'],
    ['', [asked('word', 'agent')], ''],
  ])('%j marked by what was asked', (title, terms, expected) => {
    expect(drawn(markedTitle(paperOf({ title }), terms))).toBe(expected);
  });
});

describe('snippetOf', () => {
  const filler = 'Nothing of note is said in this sentence. '.repeat(20);

  test('shows a short abstract whole', () => {
    const paper = paperOf({ abstract: 'We train agents.' });
    expect(drawn(snippetOf(paper, [asked('word', 'agent')]))).toBe('We train [agents].');
  });

  test('shows the piece of a long abstract that has most of what was asked', () => {
    const abstract = `An agent. ${filler}The agent uses a planner here. ${filler}`;
    const snippet = drawn(
      snippetOf(paperOf({ abstract }), [asked('word', 'agent'), asked('word', 'planner')]),
    );
    expect(snippet).toMatch(/^….*The \[agent\] uses a \[planner\] here\..*…$/);
  });

  test('shows the summary where only that has the hit, and the beginning where nothing has', () => {
    const paper = paperOf({ abstract: 'We train robots.', tldr: 'Agents that plan.' });
    expect(drawn(snippetOf(paper, [asked('word', 'agent')]))).toBe('[Agents] that plan.');
    expect(drawn(snippetOf(paper, [asked('word', 'lee', 'author')]))).toBe('We train robots.');
    expect(drawn(snippetOf(paperOf({ tldr: 'Plans.' }), []))).toBe('Plans.');
    expect(snippetOf(paperOf({}), [])).toEqual([]);
  });

  test('cuts between words', () => {
    const snippet = drawn(snippetOf(paperOf({ abstract: filler }), []));
    expect(snippet).toMatch(/ \w+…$/);
    expect(filler).toContain(`${snippet.slice(0, -1)} `);
  });

  test('copes with an abstract of a million words', () => {
    const paper = paperOf({ abstract: `${'agent '.repeat(200_000)}planner` });
    const snippet = drawn(snippetOf(paper, [asked('word', 'agent'), asked('word', 'planner')]));
    expect(snippet).toContain('[planner]');
  });

  test('is a piece of the text, cut between what people see as characters, with marks that are hits', () => {
    const unit = fc.constantFrom(
      'agent',
      'agents ',
      ' ',
      'x',
      '👩‍🚀',
      '🇩🇪',
      'e\u0301',
      '深',
      'word ',
      '𝒳',
      '\ud83d',
    );
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 200 }), (units) => {
        const abstract = units.join('');
        const snippet = snippetOf(paperOf({ abstract }), [asked('word', 'agent')]);
        const text = snippet
          .map((piece) => (typeof piece === 'object' && 'text' in piece ? piece.text : piece))
          .join('');
        const body = text.replace(/^…/, '').replace(/…$/, '');
        expect(body.length).toBeLessThanOrEqual(260);
        const start = abstract.indexOf(body);
        expect(start).toBeGreaterThanOrEqual(0);
        const boundaries = [...new Intl.Segmenter('en').segment(abstract)].map(
          ({ index }) => index,
        );
        const isBoundary = (at: number) => at === abstract.length || boundaries.includes(at);
        const places = placesOf(body, abstract);
        expect(places.some((at) => isBoundary(at) && isBoundary(at + body.length))).toBe(true);
        for (const piece of snippet) {
          if (typeof piece === 'object')
            expect(piece.kind === 'mark' && foldTerm(piece.text)).toBe('agent');
        }
      }),
      { numRuns: 500 },
    );
  });
});

function placesOf(part: string, whole: string): number[] {
  const places: number[] = [];
  for (
    let at = whole.indexOf(part);
    at >= 0 && places.length < 500;
    at = whole.indexOf(part, at + 1)
  ) {
    places.push(at);
  }
  return places;
}
