import type { IncomingPaper, Instant } from '../paper.ts';
import { tokenize } from '../text/tokenize.ts';

/** One place where a term stands in a field. */
export interface Occurrence {
  /** Which of the field's values. */
  readonly value: number;
  /** Ordinal in the field; values are one apart, so that no row of words runs from one into the next. */
  readonly position: number;
  /** The position of the word after it: a joined compound is as long as its parts. */
  readonly next: number;
  /** UTF-16 offsets in the value, `[start, end)`. */
  readonly start: number;
  readonly end: number;
}

export interface PreparedField {
  readonly values: readonly string[];
  /** Places of each folded term, in order. */
  readonly terms: ReadonlyMap<string, readonly Occurrence[]>;
}

/** Where a word without a field is looked for, in the order in which a hit is told. */
export const contentFields = ['title', 'tldr', 'keyword', 'abstract'] as const;
export type WordField = (typeof contentFields)[number] | 'author' | 'org';

/** A paper as queries see it: its words looked up once. */
export interface PreparedPaper {
  readonly paper: IncomingPaper & { readonly arrivedAt?: Instant };
  readonly fields: Readonly<Record<WordField, PreparedField>>;
}

/** Tokenizes a paper, to be matched with any number of queries. */
export function preparePaper(
  paper: IncomingPaper & { readonly arrivedAt?: Instant },
): PreparedPaper {
  return {
    paper,
    fields: {
      title: prepareField([paper.title]),
      abstract: prepareField([paper.abstract]),
      tldr: prepareField(paper.tldr === undefined ? [] : [paper.tldr]),
      keyword: prepareField(paper.keywords),
      author: prepareField(paper.authors),
      org: prepareField(paper.organization === undefined ? [] : [paper.organization]),
    },
  };
}

function prepareField(values: readonly string[]): PreparedField {
  const terms = new Map<string, Occurrence[]>();
  let first = 0;
  for (const [value, text] of values.entries()) {
    let following = first;
    for (const token of tokenize(text)) {
      const position = first + token.position;
      // A joined compound comes after its last part, and ends where that part ends.
      if (!token.joined) following = position + 1;
      const place = { value, position, next: following, start: token.start, end: token.end };
      const places = terms.get(token.term);
      if (places === undefined) terms.set(token.term, [place]);
      else places.push(place);
    }
    first = following + 1;
  }
  return { values, terms };
}
