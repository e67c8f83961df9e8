import type { Paper } from '../src/core/paper.ts';
import { tokenize } from '../src/core/text/tokenize.ts';
import type { Random } from './random.ts';

/** What is asked of every engine, each in its own way. Terms are as `tokenize` gives them; ten papers are wanted. */
export interface Asked {
  readonly kind: 'all' | 'any' | 'phrase' | 'prefix' | 'typo' | 'filtered' | 'completion';
  readonly terms: readonly string[];
}

/** What `filtered` asks for besides its terms. */
export const leastUpvotes = 10;
export const oldestDay = '2023-01-01';

export const wanted = 10;

/** Queries by class, drawn from titles. */
export function askedByClass(
  papers: readonly Paper[],
  count: number,
  random: Random,
): ReadonlyMap<string, readonly Asked[]> {
  const titles = Array.from({ length: count }, () => {
    const terms = contentTerms(random.pick(papers).title);
    return terms.length > 2 ? terms : ['neural', 'language', 'model'];
  });
  const common = commonTerms(papers.slice(-1_000), 4);
  const first = (terms: readonly string[], length: number) => terms.slice(0, length);
  const of = (make: (terms: readonly string[], index: number) => Asked) => titles.map(make);
  return new Map([
    ['one term', of((terms) => ({ kind: 'all', terms: [random.pick(terms)] }))],
    ['one common term', of((_, index) => ({ kind: 'all', terms: [common[index % 4] ?? ''] }))],
    ['two terms', of((terms) => ({ kind: 'all', terms: first(terms, 2) }))],
    ['three terms', of((terms) => ({ kind: 'all', terms: first(terms, 3) }))],
    ['three terms, any', of((terms) => ({ kind: 'any', terms: first(terms, 3) }))],
    ['phrase of two', of((terms) => ({ kind: 'phrase', terms: first(terms, 2) }))],
    [
      'prefix of four letters',
      of(([term = '']) => ({ kind: 'prefix', terms: [term.slice(0, 4)] })),
    ],
    ['two terms, filtered', of((terms) => ({ kind: 'filtered', terms: first(terms, 2) }))],
    ['typo', of((terms) => ({ kind: 'typo', terms: [misspelt(longest(terms), random)] }))],
    [
      'completion',
      of(([term = '']) => ({ kind: 'completion', terms: [term.slice(0, 2 + random.below(3))] })),
    ],
  ]);
}

/** A known paper, and words by which someone might seek it. */
export interface KnownItem {
  readonly id: string;
  readonly terms: readonly string[];
}

/** Three words of the title. */
export function soughtByTitle(papers: readonly Paper[], count: number, random: Random) {
  return soughtBy(papers, count, random, 3, ({ title }) => contentTerms(title));
}

/** Four words of the abstract that the title lacks. */
export function soughtByAbstract(papers: readonly Paper[], count: number, random: Random) {
  return soughtBy(papers, count, random, 4, ({ title, abstract }) => {
    const inTitle = new Set(tokenize(title).map(({ term }) => term));
    return contentTerms(abstract).filter((term) => !inTitle.has(term));
  });
}

/** The same items, the longest word of each misspelt by one edit anywhere. */
export function withTypos(items: readonly KnownItem[], random: Random): KnownItem[] {
  return items.map(({ id, terms }) => {
    const spoilt = longest(terms);
    return { id, terms: terms.map((term) => (term === spoilt ? misspelt(term, random) : term)) };
  });
}

function soughtBy(
  papers: readonly Paper[],
  count: number,
  random: Random,
  words: number,
  termsOf: (paper: Paper) => readonly string[],
): KnownItem[] {
  const items: KnownItem[] = [];
  for (let tries = 0; items.length < count && tries < count * 10; tries += 1) {
    const paper = random.pick(papers);
    const left = [...new Set(termsOf(paper))];
    if (left.length < words) continue;
    const terms = Array.from(
      { length: words },
      () => left.splice(random.below(left.length), 1)[0] ?? '',
    );
    items.push({ id: paper.id, terms });
  }
  return items;
}

/** One letter left out, put in, put in the place of another, or swapped with the next: any, the first included. */
function misspelt(term: string, random: Random): string {
  const at = random.below(term.length - 1);
  const letter = String.fromCharCode(97 + random.below(26));
  const [before, after] = [term.slice(0, at), term.slice(at + 1)];
  switch (random.below(4)) {
    case 0:
      return before + after;
    case 1:
      return before + letter + term.slice(at);
    case 2:
      return before + letter + after;
    default:
      return `${before}${after.charAt(0)}${term.charAt(at)}${after.slice(1)}`;
  }
}

/** Plain words of more than three letters, each once, in order. */
function contentTerms(text: string): string[] {
  const tokens = tokenize(text).filter(({ joined, term }) => !joined && /^[a-z]{4,}$/.test(term));
  return [...new Set(tokens.map(({ term }) => term))];
}

function commonTerms(papers: readonly Paper[], count: number): string[] {
  const counts = new Map<string, number>();
  for (const { title } of papers) {
    for (const term of contentTerms(title)) counts.set(term, 1 + (counts.get(term) ?? 0));
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(([term]) => term);
}

function longest(terms: readonly string[]): string {
  return terms.reduce((a, b) => (b.length > a.length ? b : a), '');
}
