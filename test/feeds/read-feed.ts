import type { FeedPart, FeedReader, FeedRequest } from '../../src/feeds/feed.ts';

export function feedRequest(now: string, changes: Partial<FeedRequest> = {}): FeedRequest {
  return {
    now: Date.parse(now),
    signal: new AbortController().signal,
    onProgress: () => {},
    remembered: () => undefined,
    ...changes,
  };
}

export async function readFeed(feed: FeedReader, request: FeedRequest): Promise<FeedPart[]> {
  const parts: FeedPart[] = [];
  for await (const part of feed.read(request)) parts.push(part);
  return parts;
}

export function paperIds(part: FeedPart | undefined): readonly string[] {
  return part?.kind === 'read' ? part.papers.map(({ id }) => id) : [];
}
