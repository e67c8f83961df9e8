import type { Paper } from '../../src/core/paper.ts';
import type { Subscription } from '../../src/core/subscription.ts';

/** A paper of our own words; what a test does not care about has a plain default. */
export function paper(id: string, given: Partial<Omit<Paper, 'id'>> = {}): Paper {
  return {
    id: `arxiv:${id}`,
    title: `Paper ${id}`,
    abstract: '',
    authors: ['A. Sample'],
    categories: [],
    keywords: [],
    links: {},
    upvotes: 0,
    comments: 0,
    sightings: [],
    featuredOn: '2026-03-02',
    arrivedAt: '2026-03-02T06:00:00.000Z',
    ...given,
  };
}

/** A daily subscription at 09:00 UTC in the terminal, set up at the start of March 2026. */
export function subscription(given: Partial<Subscription> = {}): Subscription {
  const at = '2026-03-01T00:00:00.000Z';
  return {
    id: 'd1',
    scope: 'channel',
    address: 'terminal:-',
    queries: [],
    schedule: {
      kind: 'weekly',
      days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
      times: ['09:00'],
      zone: 'UTC',
    },
    limit: 5,
    sort: 'best',
    layout: 'full',
    since: at,
    settledUntil: at,
    consideredUntil: at,
    status: { kind: 'active' },
    createdBy: 'terminal:local',
    createdAt: at,
    ...given,
  };
}
