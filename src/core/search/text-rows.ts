import type { PositiveTerm } from '../query/positive-terms.ts';
import { type Reading, readings } from '../query/text-match.ts';
import { type Dictionary, findTerm, prefixRange, type TermRange } from './dictionary.ts';
import { fieldScope } from './forward.ts';

/** The rows of terms any one of which satisfies a text clause, in the numbers of a dictionary; without those it has no words for. */
export function textRows(
  { match, field }: PositiveTerm,
  dictionary: Dictionary,
): readonly (readonly TermRange[])[] {
  const { namespace } = fieldScope(field);
  const rows =
    field === 'category'
      ? categoryRows(match.terms[0] ?? '', match.kind === 'prefix')
      : readings(match);
  return rows
    .map(({ terms, begun }) =>
      terms.map((term, index) =>
        termRange(dictionary, namespace + term, begun && index === terms.length - 1),
      ),
    )
    .filter((row) => row.every(({ from, to }) => from < to));
}

/** A term's number as a range, or those of all terms that begin so; empty where there is none. */
export function termRange(dictionary: Dictionary, term: string, begun: boolean): TermRange {
  if (begun) return prefixRange(dictionary, term);
  const number = findTerm(dictionary, term);
  return number < 0 ? { from: 0, to: 0 } : { from: number, to: number + 1 };
}

/** A category is one term; an archive, `cs`, stands for all of its categories. */
function categoryRows(term: string, begun: boolean): readonly Reading[] {
  const whole = { terms: [term], begun };
  return begun || term.includes('.') ? [whole] : [whole, { terms: [`${term}.`], begun: true }];
}
