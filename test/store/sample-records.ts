import type { Delivery } from '../../src/core/delivery.ts';
import type { Paper } from '../../src/core/paper.ts';
import type { Subscription } from '../../src/core/subscription.ts';
import type { FeedMemory, Person } from '../../src/store/store.ts';

export const noon = '2026-03-10T12:00:00.000Z';

export function samplePaper(changes: Partial<Paper> = {}): Paper {
  return {
    id: 'arxiv:2603.00001',
    title: 'Counting sheep with small networks',
    abstract: 'We count sheep.',
    tldr: 'Sheep, counted.',
    authors: ['Ada Example', 'Bo Sample'],
    organization: 'Sleep Lab',
    categories: ['cs.LG', 'cs.AI'],
    keywords: ['sheep'],
    publishedAt: '2026-03-08T00:00:00.000Z',
    featuredOn: '2026-03-09',
    submitter: 'bo',
    links: {
      abs: 'https://example.org/abs/1',
      pdf: 'https://example.org/pdf/1',
      code: 'https://example.org/code/1',
      project: 'https://example.org/project/1',
      page: 'https://example.org/papers/1',
    },
    stars: 12,
    upvotes: 3,
    comments: 1,
    sightings: [{ feed: 'hugging-face', seenAt: noon, upvotes: 3, comments: 1, rank: 2 }],
    arrivedAt: noon,
    ...changes,
  };
}

export function sampleSubscription(
  changes: Partial<Omit<Subscription, 'id'>> = {},
): Omit<Subscription, 'id'> {
  return {
    scope: 'channel',
    address: 'terminal:-',
    queries: ['sheep OR "small networks"'],
    schedule: { kind: 'weekly', days: ['mon', 'fri'], times: ['09:00'], zone: 'Europe/Berlin' },
    limit: 5,
    sort: 'best',
    layout: 'compact',
    since: noon,
    settledUntil: noon,
    consideredUntil: noon,
    status: { kind: 'active' },
    createdBy: 'terminal:local',
    createdAt: noon,
    ...changes,
  };
}

export function samplePerson(changes: Partial<Person> = {}): Person {
  return {
    id: 'terminal:local',
    zone: 'Europe/Berlin',
    saved: [{ paper: 'arxiv:2603.00001', at: noon }],
    ...changes,
  };
}

const deliveryBase = {
  subscription: 'd1',
  slot: '2026-03-10T09:00',
  part: 0,
  address: 'terminal:-',
  posted: ['arxiv:2603.00001'],
  passedOver: ['arxiv:2603.00002'],
  updatedAt: noon,
};

/** One delivery of each status. */
export const deliveryOf = {
  planned: { ...deliveryBase, status: 'planned' },
  rendered: { ...deliveryBase, status: 'rendered', payload: { text: 'hello', blocks: [1, null] } },
  sending: { ...deliveryBase, status: 'sending', payload: 'hello', attempt: 1, firstSentAt: noon },
  retry: {
    ...deliveryBase,
    status: 'retry',
    payload: null,
    attempt: 2,
    firstSentAt: noon,
    notBefore: noon,
    detail: 'busy',
  },
  uncertain: {
    ...deliveryBase,
    status: 'uncertain',
    payload: ['a'],
    attempt: 1,
    firstSentAt: noon,
    detail: 'cut off',
  },
  sent: { ...deliveryBase, status: 'sent', externalId: '123' },
  failed: { ...deliveryBase, status: 'failed', detail: 'gone' },
  skipped: { ...deliveryBase, status: 'skipped', reason: 'nothing new' },
} as const satisfies { readonly [Status in Delivery['status']]: Delivery };

export function sampleFeedMemory(changes: Partial<FeedMemory> = {}): FeedMemory {
  return {
    feed: 'hugging-face',
    key: '2026-03-09',
    etag: 'W/"abc"',
    lastModified: 'Mon, 09 Mar 2026 10:00:00 GMT',
    fetchedAt: noon,
    ...changes,
  };
}
