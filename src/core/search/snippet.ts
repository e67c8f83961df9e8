import type { Paper } from '../paper.ts';
import type { PositiveTerm } from '../query/positive-terms.ts';
import type { RichText } from '../view.ts';
import { findHits, type Hit, markHits } from './mark-hits.ts';

const snippetLength = 200;
/** Units of text before the first hit. */
const lead = 40;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The title of a paper with what was asked of titles marked. */
export function markedTitle({ title }: Paper, asked: readonly PositiveTerm[]): RichText {
  return markHits(title, findHits(title, askedOf('title', asked)));
}

/** The piece of the abstract with most of what was asked, marked; of the summary where only that has hits; else the beginning. */
export function snippetOf(
  { abstract, tldr = '' }: Paper,
  asked: readonly PositiveTerm[],
): RichText {
  const inAbstract = findHits(abstract, askedOf('abstract', asked));
  if (inAbstract.length > 0) return clip(abstract, inAbstract);
  const inSummary = findHits(tldr, askedOf(undefined, asked));
  if (inSummary.length > 0) return clip(tldr, inSummary);
  return clip(abstract || tldr, []);
}

function askedOf(field: 'title' | 'abstract' | undefined, asked: readonly PositiveTerm[]) {
  return asked.filter((node) => node.field === undefined || node.field === field);
}

function clip(text: string, hits: readonly Hit[]): RichText {
  if (text === '') return [];
  const first = Math.max(0, bestHit(hits) - lead);
  const end = cut(text, first + snippetLength, 'before');
  const start = end === text.length ? Math.max(0, Math.min(first, end - snippetLength)) : first;
  const from = cut(text, start, 'after');
  return [
    ...(from > 0 ? ['…'] : []),
    ...markHits(text, hits, from, end),
    ...(end < text.length ? ['…'] : []),
  ];
}

/** Where the hit starts from which a snippet shows most of what was asked, then most hits. */
function bestHit(hits: readonly Hit[]): number {
  const inside = new Map<number, number>();
  let next = 0;
  let best = { start: 0, kinds: 0, count: 0 };
  for (const [index, { start, asked }] of hits.entries()) {
    for (; next < hits.length; next += 1) {
      const hit = hits[next];
      if (hit === undefined || (next > index && hit.end > start + snippetLength - 2 * lead)) break;
      inside.set(hit.asked, (inside.get(hit.asked) ?? 0) + 1);
    }
    const count = next - index;
    if (inside.size > best.kinds || (inside.size === best.kinds && count > best.count)) {
      best = { start, kinds: inside.size, count };
    }
    const left = (inside.get(asked) ?? 0) - 1;
    if (left > 0) inside.set(asked, left);
    else inside.delete(asked);
  }
  return best.start;
}

/** A place to cut near `at`: beside a space close by, else between two characters as people see them. */
function cut(text: string, at: number, side: 'before' | 'after'): number {
  if (at <= 0) return 0;
  if (at >= text.length) return text.length;
  const space = side === 'before' ? text.lastIndexOf(' ', at) : text.indexOf(' ', at - 1) + 1;
  const near = Math.abs(space - at) <= lead / 2 ? space : at;
  return graphemes.segment(text).containing(near)?.index ?? near;
}
