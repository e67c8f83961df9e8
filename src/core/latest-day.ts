import { type FeedDay, type Paper, paperDay } from './paper.ts';

/** The papers of the newest feed day; where none was ever featured, those of the newest day of publication. */
export function papersOfLatestDay(papers: Iterable<Paper>): Paper[] {
  const all = [...papers];
  const featured = all.filter(({ featuredOn }) => featuredOn !== undefined);
  const among = featured.length > 0 ? featured : all;
  const latest = among.reduce((day: FeedDay, paper) => {
    const other = paperDay(paper) ?? '';
    return other > day ? other : day;
  }, '');
  return among.filter((paper) => paperDay(paper) === latest);
}
