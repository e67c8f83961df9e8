import type { PositiveTerm } from '../query/positive-terms.ts';
import { type Reading, readings } from '../query/text-match.ts';
import { type Token, tokenize } from '../text/tokenize.ts';
import type { RichText } from '../view.ts';

/** A part of a text that a query asks for, in UTF-16 units, `[start, end)`. */
export interface Hit {
  readonly start: number;
  readonly end: number;
  /** The place in `asked` of what it satisfies. */
  readonly asked: number;
}

/** The hits of a text in order; they may overlap. */
export function findHits(text: string, asked: readonly PositiveTerm[]): Hit[] {
  const tokens = tokenize(text);
  const hits = asked.flatMap(({ match }, index) =>
    readings(match).flatMap((reading) => rowsIn(tokens, reading, index)),
  );
  return hits.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** Follows a row of terms, keeping for each position at which it may go on where it began, -1 where it may not. */
function rowsIn(tokens: readonly Token[], { terms, begun }: Reading, asked: number): Hit[] {
  const hits: Hit[] = [];
  const last = terms.length - 1;
  let begins: Int32Array | undefined;
  for (const [index, term] of terms.entries()) {
    const reached = new Int32Array(tokens.length + 1).fill(-1);
    let next = 0;
    for (const token of tokens) {
      if (!token.joined) next = token.position + 1;
      if (begun && index === last ? !token.term.startsWith(term) : token.term !== term) continue;
      const start = begins === undefined ? token.start : (begins[token.position] ?? -1);
      if (start < 0) continue;
      reached[next] = start;
      if (index === last) hits.push({ start, end: token.end, asked });
    }
    begins = reached;
  }
  return hits;
}

/** A piece `[start, end)` of a text with its hits marked; hits that touch or overlap are one mark. */
export function markHits(
  text: string,
  hits: readonly Hit[],
  start = 0,
  end = text.length,
): RichText {
  const marked: (string | { kind: 'mark'; text: string })[] = [];
  let at = start;
  let from = start;
  let to = start;

  function flush(): void {
    if (from > at) marked.push(text.slice(at, from));
    if (to > from) marked.push({ kind: 'mark', text: text.slice(from, to) });
    at = Math.max(from, to);
  }

  for (const hit of hits) {
    const hitStart = Math.max(start, hit.start);
    const hitEnd = Math.min(end, hit.end);
    if (hitStart >= hitEnd) continue;
    if (hitStart > to) {
      flush();
      from = hitStart;
      to = hitEnd;
    } else to = Math.max(to, hitEnd);
  }
  flush();
  if (at < end) marked.push(text.slice(at, end));
  return marked;
}
