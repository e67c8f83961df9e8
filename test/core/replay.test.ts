import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createArchive } from '../../src/core/archive.ts';
import { type FeedDay, paperDay } from '../../src/core/paper.ts';
import { matches } from '../../src/core/query/match.ts';
import { preparePaper } from '../../src/core/query/prepared-paper.ts';
import { replayQuery } from '../../src/core/replay.ts';
import { now, paperArbitrary, queryArbitrary, uniqueById } from './search/search-arbitraries.ts';

const dayMs = 24 * 3_600_000;
const options = { limit: 2, days: 30, now };
const firstDay = new Date(now - options.days * dayMs).toISOString().slice(0, 10);
const archived = fc.array(paperArbitrary, { maxLength: 20 }).map(uniqueById);

test('a replay counts what the query matches of each paper on its own day', () => {
  return fc.assert(
    fc.asyncProperty(archived, queryArbitrary, async (papers, { node }) => {
      const perDay = new Map<FeedDay, number>();
      for (const paper of papers) {
        const day = paperDay(paper);
        if (day === undefined || day < firstDay) continue;
        const hit = matches(node, preparePaper(paper), Date.parse(day));
        perDay.set(day, (perDay.get(day) ?? 0) + Number(hit));
      }
      const counts = [...perDay.values()];
      const posted = counts.reduce((sum, count) => sum + Math.min(count, options.limit), 0);
      const replay = await replayQuery(node, createArchive(papers), options);
      expect(replay).toMatchObject({
        days: counts.length,
        matched: counts.reduce((sum, count) => sum + count, 0),
        postedPerDay: counts.length === 0 ? 0 : posted / counts.length,
      });
      expect(replay.busiest?.matched ?? 0).toBe(Math.max(0, ...counts));
    }),
  );
});

test('without a query every paper of the last days counts', () => {
  return fc.assert(
    fc.asyncProperty(archived, async (papers) => {
      const recent = papers.filter((paper) => (paperDay(paper) ?? '') >= firstDay);
      const { matched } = await replayQuery(undefined, createArchive(papers), options);
      expect(matched).toBe(recent.length);
    }),
  );
});
