import type { FeedDay } from '../paper.ts';

const nonBreaking = '\u00a0';
const longestName = 200;
const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const groupName = /\b(?:team|group|labs?|collaboration|consortium|project|research|ai)\b/iu;
const firstName = /^(\p{L})[\p{L}\p{M}'’-]+ /u;

/** `21 Aug 2026`, its spaces non-breaking; what is no such day is returned as it is. */
export function dayText(day: FeedDay): string {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  const name = months[Number(month) - 1];
  return name === undefined ? day : [Number(date), name, year].join(nonBreaking);
}

/** `A. Rivera, M. Chen +4`: three names at most, the spaces within each non-breaking. */
export function shortAuthors(authors: readonly string[]): string {
  const shown = authors.length > 3 ? 2 : 3;
  const names = authors.slice(0, shown).map(shortName).join(', ');
  return authors.length > shown ? `${names}${nonBreaking}+${authors.length - shown}` : names;
}

/** `A. Rivera` of `Ana Rivera`. The name of a group, or one that is one word, stays whole. */
function shortName(fullName: string): string {
  const name = fullName.slice(0, longestName);
  const short = groupName.test(name) ? name : name.replace(firstName, '$1. ');
  return short.replaceAll(' ', nonBreaking);
}
