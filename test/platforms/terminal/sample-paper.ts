import type { Paper } from '../../../src/core/paper.ts';

/** A paper in our own words, with every field. */
export const samplePaper: Paper = {
  id: 'arxiv:2401.00001',
  title: 'Paper routes: planning a round through a growing town',
  abstract: 'We plan the round of one carrier. The town grows while the carrier walks. '
    .repeat(6)
    .trim(),
  tldr: 'A carrier plans a round while the town grows.',
  authors: ['Ana Rivera', 'Ming Chen', 'Round Team', 'Ludwig van Dale', 'Solo', 'Fay Fox'],
  organization: 'Institute of Rounds',
  categories: ['cs.CL', 'cs.AI'],
  keywords: ['planning', 'towns'],
  publishedAt: '2026-08-20T10:00:00.000Z',
  featuredOn: '2026-08-21',
  links: {
    abs: 'https://arxiv.org/abs/2401.00001',
    pdf: 'https://arxiv.org/pdf/2401.00001',
    code: 'https://code.example/rounds',
  },
  stars: 2140,
  upvotes: 128,
  comments: 1,
  sightings: [
    {
      feed: 'hugging-face',
      seenAt: '2026-08-21T10:00:00.000Z',
      upvotes: 128,
      comments: 1,
      rank: 3,
    },
    { feed: 'arxiv', seenAt: '2026-08-21T10:00:00.000Z', rank: 12 },
  ],
  arrivedAt: '2026-08-21T10:00:00.000Z',
};
