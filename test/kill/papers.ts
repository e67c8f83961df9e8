import { feedDayAt } from '../../src/feeds/hugging-face/feed-day.ts';
import { type DailyEntry, dailyPapers } from '../fakes/daily-papers.ts';
import { type FeedServer, openFeedServer } from '../fakes/feed-server.ts';
import type { Chance } from '../simulation/random.ts';

const dayMs = 86_400_000;
/** The list is so long: what came before was read long ago. */
const listed = 60;

/** What the papers are about, and people ask for. */
export const subjects = ['kettles', 'lanterns', 'bridges', 'gardens', 'clocks', 'rivers'] as const;

/** A feed that has new papers for each process, on the feed day before, whose list is taken to be complete. */
export interface GrowingFeed extends FeedServer {
  /** Every so often by so many papers, and so long ones, that a digest of them needs several messages. */
  grow(): void;
}

export async function openGrowingFeed(chance: Chance): Promise<GrowingFeed> {
  const feed = await openFeedServer();
  const days = new Map<string, DailyEntry[]>();
  let count = 0;

  /** A day that is over has a paper at least: a weekday without any would be reported. */
  function entriesOf(day: string): DailyEntry[] {
    const first = day <= feedDayAt(Date.now() - dayMs) ? [newPaper('Short.')] : [];
    const entries = days.get(day) ?? first;
    if (entries.length > 0) days.set(day, entries);
    return entries;
  }

  function newPaper(summary: string): DailyEntry {
    count += 1;
    const title = `Notes on ${chance.oneOf(subjects)} and ${chance.oneOf(subjects)}, part ${count}`;
    const id = `26${String(1 + Math.floor(count / 100_000)).padStart(2, '0')}.${String(count % 100_000).padStart(5, '0')}`;
    return { id, title, summary, upvotes: chance.below(50) };
  }

  feed.on('/api/daily_papers', (response, request) => {
    const day = new URL(request.url ?? '/', feed.url).searchParams.get('date') ?? '';
    dailyPapers(day, entriesOf(day).slice(-listed))(response, request);
  });

  return {
    ...feed,
    grow() {
      const isFlood = chance.often(0.12);
      const summary = isFlood ? 'A sentence that goes on & on for a while. '.repeat(14) : 'Short.';
      const entries = entriesOf(feedDayAt(Date.now() - dayMs));
      for (let left = isFlood ? 20 : 1 + chance.below(3); left > 0; left -= 1) {
        entries.push(newPaper(summary));
      }
    },
  };
}
