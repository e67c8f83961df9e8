import type { Reply } from './feed-server.ts';

export interface DailyEntry {
  readonly id: string;
  readonly title: string;
  readonly upvotes: number;
  readonly summary?: string;
}

/** Answers `/api/daily_papers?date=` with these papers on their day, and with an empty day otherwise. */
export function dailyPapers(day: string, entries: readonly DailyEntry[]): Reply {
  return (response, request) => {
    const date = new URL(request.url ?? '/', 'http://localhost').searchParams.get('date');
    const list = date === day ? entries.map((entry) => wireEntry(entry, day)) : [];
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(list));
  };
}

function wireEntry({ id, title, upvotes, summary = 'A short abstract.' }: DailyEntry, day: string) {
  const submittedOnDailyAt = `${day}T00:00:00.000Z`;
  const authors = [{ name: 'A. Sample', hidden: false }];
  const paper = {
    id,
    title,
    summary,
    upvotes,
    authors,
    publishedAt: submittedOnDailyAt,
    submittedOnDailyAt,
  };
  return { paper, title, summary, publishedAt: submittedOnDailyAt, numComments: 2 };
}
