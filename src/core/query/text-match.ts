import { foldPrefix, foldTerm, type Token, tokenize } from '../text/tokenize.ts';
import type { TextMatch } from './ast.ts';

/** Terms in a row, the last of which may only be begun. */
export interface Reading {
  readonly terms: readonly string[];
  readonly begun: boolean;
}

/** The match that `text`, without quotes or star, stands for; `undefined` where it has no letter or digit. */
export function textMatch(kind: TextMatch['kind'], text: string): TextMatch | undefined {
  const tokens = tokenize(text);
  const parts = tokens.filter((token) => !token.joined);
  const compounds = tokens.filter((token) => token.joined);
  if (parts.length === 0) return undefined;
  const terms = parts.map((token) => token.term);
  const joined = [...parts.filter((part) => !compounds.some(covers(part))), ...compounds]
    .sort((a, b) => a.start - b.start)
    .map((token) => token.term);
  const last = parts.at(-1);
  if (kind === 'prefix' && last !== undefined) {
    const compound = compounds.find(covers(last));
    const begun = parts.filter((part) => part === last || (compound && covers(part)(compound)));
    terms[terms.length - 1] = foldPrefix(text.slice(last.start, last.end));
    joined[joined.length - 1] = foldPrefix(begun.map((p) => text.slice(p.start, p.end)).join(''));
  }
  return compounds.length === 0 ? { kind, text, terms } : { kind, text, terms, joined };
}

function covers(part: Token): (compound: Token) => boolean {
  return ({ start, end }) => start <= part.start && part.end <= end;
}

/**
 * The rows of terms any one of which satisfies a match: its words apart or, where hyphenated, joined. A prefix is also
 * satisfied by the singular that it folds to, since texts are kept in singular: `models*` finds `models`.
 */
export function readings({ kind, terms, joined }: TextMatch): readonly Reading[] {
  const rows = joined === undefined ? [terms] : [terms, joined];
  if (kind !== 'prefix') return rows.map((row) => ({ terms: row, begun: false }));
  return rows.flatMap((row) => {
    const begun = row.at(-1) ?? '';
    const whole = foldTerm(begun);
    const reading = { terms: row, begun: true };
    if (whole.startsWith(begun)) return [reading];
    return [reading, { terms: [...row.slice(0, -1), whole], begun: false }];
  });
}
