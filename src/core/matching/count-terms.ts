import type { PreparedPaper } from '../query/prepared-paper.ts';
import { createDictionary, prefixRange } from '../search/dictionary.ts';
import type { Steps } from '../steps.ts';
import type { Words } from './expression.ts';
import type { Rarity } from './expression-table.ts';
import { categoryTerms, wordFields } from './find-words.ts';

/** Tells how rare words are by these papers; a thousand of them tell enough. */
export function* countTerms<Paper>(
  papers: Iterable<Paper>,
  prepare: (paper: Paper) => PreparedPaper,
): Steps<Rarity> {
  const counts = new Map<string, number>();
  for (const paper of papers) {
    for (const term of termsOf(prepare(paper))) counts.set(term, (counts.get(term) ?? 0) + 1);
    yield;
  }
  const terms = [...counts.keys()].sort();
  const dictionary = yield* createDictionary(terms);
  const countsBefore = new Uint32Array(terms.length + 1);
  for (const [index, term] of terms.entries()) {
    countsBefore[index + 1] = (countsBefore[index] ?? 0) + (counts.get(term) ?? 0);
  }

  function begunCount(text: string): number {
    const { from, to } = prefixRange(dictionary, text);
    return (countsBefore[to] ?? 0) - (countsBefore[from] ?? 0);
  }

  return ({ terms, begun }: Words) =>
    1 +
    Math.min(
      ...terms.map((term, index) =>
        begun && index === terms.length - 1 ? begunCount(term) : (counts.get(term) ?? 0),
      ),
    );
}

function termsOf({ paper, fields }: PreparedPaper): Set<string> {
  const terms = new Set(paper.categories.flatMap(categoryTerms));
  for (const field of wordFields) {
    for (const term of fields[field].terms.keys()) terms.add(term);
  }
  return terms;
}
