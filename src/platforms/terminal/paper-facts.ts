import { type Paper, paperDay, type Sighting } from '../../core/paper.ts';
import { compactNumber } from '../../lib/compact-number.ts';
import { printable } from '../../lib/terminal-text.ts';
import type { Pen } from '../../lib/text-style.ts';

const nonBreaking = '\u00a0';
const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const groupName = /\b(?:team|group|labs?|collaboration|consortium|project|research|ai)\b/iu;
const firstName = /^(\p{L})[\p{L}\p{M}'’-]+ /u;

/** `▲128 · ★2.1k · cs.CL · A. Rivera, M. Chen +4 · 21 Aug 2026 · 2401.00001`, to be wrapped between the facts. */
export function paperFacts(paper: Paper, pen: Pen): string {
  const day = paperDay(paper);
  const facts = [
    pen.signs.upvotes(compactNumber(paper.upvotes)),
    paper.stars === undefined ? '' : pen.signs.stars(compactNumber(paper.stars)),
    paper.categories[0] ?? '',
    someAuthors(paper.authors),
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

/** `21 Aug 2026` of a feed day; what is no such day is returned as it is. */
export function dayText(day: string): string {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  const name = months[Number(month) - 1];
  return name === undefined ? day : [Number(date), name, year].join(nonBreaking);
}

function someAuthors(authors: readonly string[]): string {
  const shown = authors.length > 3 ? 2 : 3;
  const names = authors.slice(0, shown).map(shortName).join(', ');
  return authors.length > shown ? `${names}${nonBreaking}+${authors.length - shown}` : names;
}

/** `A. Rivera` of `Ana Rivera`. The name of a group, or one that is one word, stays whole. */
function shortName(name: string): string {
  const short = groupName.test(name) ? name : name.replace(firstName, '$1. ');
  return short.replaceAll(' ', nonBreaking);
}
