import type { Paper } from '../../../src/core/paper.ts';

/** A paper with these properties and as little else as there can be. */
export function paperOf(properties: Partial<Paper>): Paper {
  return {
    id: 'arxiv:2608.00001',
    title: '',
    abstract: '',
    authors: [],
    categories: [],
    keywords: [],
    links: {},
    upvotes: 0,
    comments: 0,
    sightings: [],
    arrivedAt: '2026-08-20T08:00:00.000Z',
    ...properties,
  };
}
