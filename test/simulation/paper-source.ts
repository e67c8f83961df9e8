import { type IncomingPaper, titleId } from '../../src/core/paper.ts';
import type { Feed, FeedPart, FeedRequest } from '../../src/feeds/feed.ts';
import type { Chance } from './random.ts';

const dayMs = 24 * 3_600_000;
const hourMs = 3_600_000;
const words = 'agent retrieval diffusion vision speech robot memory planning'.split(' ');

interface SourcePaper {
  readonly paper: IncomingPaper;
  /** True time at which the list has it. */
  readonly listedAt: number;
  /** Votes an hour, for four days. */
  readonly pace: number;
}

/** What is wrong with the source for the time being. */
export interface SourceTrouble {
  isDown: boolean;
  /** It leaves out some of what it should list. */
  isPartial: boolean;
  /** It answers, with an empty list. */
  isEmpty: boolean;
  /** It answers, as it did when this began. */
  isLate: boolean;
  /** Some papers have wrong votes, another day or no id, or are listed twice. */
  isLying: boolean;
}

/** A feed of days that fill up while votes gather, as long as the simulation runs. */
export interface PaperSource {
  readonly trouble: SourceTrouble;
  readonly feed: Feed;
}

export function createPaperSource(
  chance: Chance,
  elapsed: () => number,
  start: number,
): PaperSource {
  const trouble: SourceTrouble = {
    isDown: false,
    isPartial: false,
    isEmpty: false,
    isLate: false,
    isLying: false,
  };
  const days = new Map<string, SourcePaper[]>();
  let toldAt = start;
  let madeUntil = start - (start % dayMs);

  function makeDays(until: number): void {
    for (; madeUntil <= until; madeUntil += dayMs) {
      const day = new Date(madeUntil).toISOString().slice(0, 10);
      const weekday = new Date(madeUntil).getUTCDay();
      const count = weekday === 0 || weekday === 6 ? 0 : 4 + chance.below(12);
      days.set(
        day,
        Array.from({ length: count }, (_, number) => makePaper(day, number)),
      );
    }
  }

  function makePaper(day: string, number: number): SourcePaper {
    const some = [chance.oneOf(words), chance.oneOf(words)];
    const id = `${day.slice(2, 4)}${day.slice(5, 7)}.${day.slice(8)}${String(number).padStart(3, '0')}`;
    const isLate = chance.often(0.05);
    const hours = chance.often(0.7) ? 1.5 + chance.next() * 3 : 4 + chance.next() * 12;
    return {
      listedAt: Date.parse(day) + hours * hourMs + (isLate ? chance.below(3) * dayMs : 0),
      pace: chance.next() ** 3 * 3,
      paper: {
        id: `arxiv:${id}`,
        title: `On ${some.join(' and ')}, number ${id}`,
        abstract: '',
        authors: [],
        categories: [],
        keywords: [],
        featuredOn: chance.often(0.05) ? otherDay(day) : day,
        links: {},
        upvotes: 0,
        comments: 0,
        sightings: [],
      },
    };
  }

  function otherDay(day = ''): string {
    const at = Date.parse(day) + (chance.below(7) - 3) * dayMs;
    return new Date(at).toISOString().slice(0, 10);
  }

  function asListed({ paper, listedAt, pace }: SourcePaper, now: number): IncomingPaper {
    const hours = Math.min(now - listedAt, 4 * dayMs) / hourMs;
    return seen({ ...paper, upvotes: Math.floor(hours * pace) });
  }

  /** As listed, or not quite. */
  function lieOf(paper: IncomingPaper, isNameless: boolean): IncomingPaper {
    return seen({
      ...paper,
      ...(isNameless && chance.often(0.5) && { id: titleId(paper.title) }),
      ...(chance.often(0.2) && { upvotes: chance.oneOf([0, 100_000]) }),
      ...(chance.often(0.2) && { featuredOn: otherDay(paper.featuredOn) }),
    });
  }

  function seen(paper: IncomingPaper): IncomingPaper {
    const seenAt = new Date(elapsed()).toISOString();
    return { ...paper, sightings: [{ feed: 'source', seenAt, upvotes: paper.upvotes }] };
  }

  function listOf(day: string, now: number): IncomingPaper[] {
    if (trouble.isEmpty) return [];
    const listed = (days.get(day) ?? [])
      .filter(({ listedAt }) => listedAt <= now && !(trouble.isPartial && chance.often(0.4)))
      .map((each) => asListed(each, now));
    if (!trouble.isLying) return listed;
    const isNameless = chance.often(0.1);
    return listed.flatMap((paper) => [
      lieOf(paper, isNameless),
      ...(chance.often(0.1) ? [paper] : []),
    ]);
  }

  async function* read({ remembered }: FeedRequest): AsyncGenerator<FeedPart> {
    if (!trouble.isLate) toldAt = elapsed();
    const now = toldAt;
    makeDays(now);
    const recent = [...days.keys()].slice(-5);
    for (const key of recent) {
      if (trouble.isDown) {
        yield { kind: 'failed', key, message: 'it does not answer' };
        continue;
      }
      const papers = listOf(key, now);
      const etag = papers.map(({ id, upvotes, featuredOn }) => [id, upvotes, featuredOn]).join();
      if (remembered(key)?.etag === etag) yield { kind: 'unchanged', key };
      else
        yield { kind: 'read', key, validators: { etag }, papers, dropped: [], notes: [], day: key };
    }
  }

  return { trouble, feed: { id: 'source', title: 'Source', read } };
}
