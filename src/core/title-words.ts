import type { Paper } from './paper.ts';
import type { QueryNode } from './query/ast.ts';
import { positiveTerms } from './query/positive-terms.ts';
import type { PreparedPaper } from './query/prepared-paper.ts';
import { type Reading, readings } from './query/text-match.ts';
import { createDictionary, type Dictionary, prefixRange } from './search/dictionary.ts';
import type { Steps } from './steps.ts';

/** Some papers by the words of their titles. */
export interface TitleWords {
  /** Those of which words of the title may be among the reasons why they match. */
  find(query: QueryNode): Titled;
}

export interface Titled {
  /** All of which that is true are among them. */
  readonly papers: ReadonlySet<Paper>;
  /** It is true of all of them that match. */
  readonly isCertain: boolean;
}

/** Looks at a paper a step. */
export function* indexTitles(
  papers: Iterable<Paper>,
  prepare: (paper: Paper) => PreparedPaper,
): Steps<TitleWords> {
  const { terms: known, dictionary, papersOf } = yield* collectWords(papers, prepare);

  /** The papers that have the first of the terms. */
  function begin({ terms: [first = '', ...others], begun }: Reading): readonly Paper[] {
    if (!begun || others.length > 0) return papersOf.get(first) ?? [];
    const { from, to } = prefixRange(dictionary, first);
    return known.slice(from, to).flatMap((term) => papersOf.get(term) ?? []);
  }

  return {
    find(query) {
      const found = new Set<Paper>();
      for (const { match, field = 'title' } of positiveTerms(query)) {
        if (field !== 'title') continue;
        for (const reading of readings(match)) {
          for (const paper of begin(reading)) found.add(paper);
        }
      }
      return { papers: found, isCertain: isPlain(query) };
    },
  };
}

/** Whether whatever of it stands in a title is a reason, and a word alone. */
function isPlain(node: QueryNode): boolean {
  switch (node.kind) {
    case 'and':
      return node.children.every(isPlain);
    case 'text':
      return readings(node.match).every(({ terms }) => terms.length === 1);
    default:
      return positiveTerms(node).length === 0;
  }
}

interface Words {
  /** Sorted. */
  readonly terms: readonly string[];
  readonly dictionary: Dictionary;
  readonly papersOf: ReadonlyMap<string, readonly Paper[]>;
}

function* collectWords(
  papers: Iterable<Paper>,
  prepare: (paper: Paper) => PreparedPaper,
): Steps<Words> {
  const papersOf = new Map<string, Paper[]>();
  for (const paper of papers) {
    for (const term of prepare(paper).fields.title.terms.keys()) {
      const others = papersOf.get(term);
      if (others === undefined) papersOf.set(term, [paper]);
      else others.push(paper);
    }
    yield;
  }
  const terms = [...papersOf.keys()].sort();
  return { terms, dictionary: yield* createDictionary(terms), papersOf };
}
