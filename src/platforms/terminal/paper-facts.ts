import { type Paper, paperDay, type Sighting } from '../../core/paper.ts';
import { dayText, shortAuthors } from '../../core/views/paper-words.ts';
import { compactNumber } from '../../lib/compact-number.ts';
import { printable } from '../../lib/terminal-text.ts';
import type { Pen } from '../../lib/text-style.ts';

const nonBreaking = '\u00a0';

/** `▲128 · ★2.1k · cs.CL · A. Rivera, M. Chen +4 · 21 Aug 2026 · 2401.00001`, to be wrapped between the facts. */
export function paperFacts(paper: Paper, pen: Pen): string {
  const day = paperDay(paper);
  const facts = [
    pen.signs.upvotes(compactNumber(paper.upvotes)),
    paper.stars === undefined ? '' : pen.signs.stars(compactNumber(paper.stars)),
    paper.categories[0] ?? '',
    shortAuthors(paper.authors),
    day === undefined ? '' : dayText(day),
    paper.id.startsWith('arxiv:') ? paper.id.slice('arxiv:'.length) : '',
  ];
  return facts
    .map((fact) => printable(fact))
    .filter((fact) => fact !== '')
    .join(`${nonBreaking}${pen.signs.separator} `);
}

/** What one feed says: `▲128, 12 comments, place 3`. */
export function sightingText({ upvotes, comments, rank }: Sighting, pen: Pen): string {
  return [
    upvotes === undefined ? '' : pen.signs.upvotes(compactNumber(upvotes)),
    comments === undefined ? '' : commentCount(comments),
    rank === undefined ? '' : `place ${compactNumber(rank)}`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

export function commentCount(comments: number): string {
  return comments === 1 ? '1 comment' : `${compactNumber(comments)} comments`;
}
