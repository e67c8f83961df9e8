import type { TextField } from '../query/ast.ts';
import { contentFields, type PreparedField, type PreparedPaper } from '../query/prepared-paper.ts';
import { type Fork, follow, type KnownWords } from './vocabulary.ts';

/** Where words may stand, a bit each. */
export const places = {
  title: 1,
  tldr: 2,
  keyword: 4,
  abstract: 8,
  author: 16,
  org: 32,
  category: 64,
  id: 128,
} as const;

export const wordFields = [...contentFields, 'author', 'org'] as const;

/** The places that a clause looks at. */
export function placesOf(field: TextField | undefined): number {
  if (field !== undefined) return places[field];
  return contentFields.reduce((mask, each) => mask | places[each], 0);
}

/**
 * Calls `visit` for the known words that stand in a paper; the same may come several times. Its id counts as a word, and
 * so do the terms of its categories.
 */
export function findWords(
  { paper, fields }: PreparedPaper,
  start: (term: string) => Fork,
  visit: (words: KnownWords) => void,
): void {
  for (const name of wordFields) findInField(fields[name], places[name], start, visit);
  for (const category of paper.categories) {
    for (const term of categoryTerms(category)) visitPlaced(start(term), places.category, visit);
  }
  visitPlaced(start(paper.id), places.id, visit);
}

/** The whole category in lower case, and what comes before each dot, since `cs` takes in `cs.cl`. */
export function categoryTerms(category: string): string[] {
  const parts = category.toLowerCase().split('.');
  return parts.map((_, index) => parts.slice(0, index + 1).join('.'));
}

function findInField(
  field: PreparedField,
  place: number,
  start: (term: string) => Fork,
  visit: (words: KnownWords) => void,
): void {
  const termsAt = inOrder(field);

  function goOn({ after }: Fork, position: number): void {
    if (after === undefined) return;
    for (const { term, next } of termsAt[position] ?? []) {
      const fork = follow(after, term);
      visitPlaced(fork, place, visit);
      goOn(fork, next);
    }
  }

  for (const [term, occurrences] of field.terms) {
    const fork = start(term);
    visitPlaced(fork, place, visit);
    for (const { next } of occurrences) goOn(fork, next);
  }
}

/** The terms of a field at each position, and where the one after them stands. */
function inOrder({ terms }: PreparedField): readonly { term: string; next: number }[][] {
  const termsAt: { term: string; next: number }[][] = [];
  for (const [term, occurrences] of terms) {
    for (const { position, next } of occurrences) {
      const others = termsAt[position];
      if (others === undefined) termsAt[position] = [{ term, next }];
      else others.push({ term, next });
    }
  }
  return termsAt;
}

function visitPlaced({ words }: Fork, place: number, visit: (words: KnownWords) => void): void {
  for (const each of words) {
    if ((each.places & place) !== 0) visit(each);
  }
}
