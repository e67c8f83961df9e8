import type { IncomingPaper } from '../core/paper.ts';
import type { Parsed } from './feed.ts';

/** The pages of one list as one: a paper's rank on a later page counts on from the page before. */
export function joinParsed(pages: readonly Parsed[]): Parsed {
  let entriesBefore = 0;
  const papers: IncomingPaper[] = [];
  for (const page of pages) {
    papers.push(...page.papers.map((paper) => rankedAfter(entriesBefore, paper)));
    entriesBefore += entryCount(page);
  }
  return {
    papers,
    dropped: pages.flatMap((page) => page.dropped),
    notes: pages.flatMap((page) => page.notes),
  };
}

export function entryCount({ papers, dropped }: Parsed): number {
  return papers.length + dropped.length;
}

function rankedAfter(entriesBefore: number, paper: IncomingPaper): IncomingPaper {
  const sightings = paper.sightings.map((sighting) =>
    sighting.rank === undefined ? sighting : { ...sighting, rank: sighting.rank + entriesBefore },
  );
  return { ...paper, sightings };
}
