import { type FeedDay, type Paper, paperDay } from './paper.ts';

/** The papers of the newest feed day; where none was ever featured, those of the newest day of publication. */
export function papersOfLatestDay(papers: Iterable<Paper>): Paper[] {
  let latest: Paper[] = [];
  let latestDay: FeedDay = '';
  let areFeatured = false;
  for (const paper of papers) {
    const day = paperDay(paper);
    const isFeatured = paper.featuredOn !== undefined;
    if (day === undefined || (areFeatured && !isFeatured)) continue;
    if (day > latestDay || isFeatured !== areFeatured) {
      latest = [];
      latestDay = day;
      areFeatured = isFeatured;
    }
    if (day === latestDay) latest.push(paper);
  }
  return latest;
}
