import { z } from 'zod';
import type { Delivery } from '../core/delivery.ts';
import type { FeedTrouble } from '../core/feed-trouble.ts';
import type { Installation } from '../core/installation.ts';
import type { IncomingPaper, Paper, PaperLinks, Sighting } from '../core/paper.ts';
import { weekdays } from '../core/schedule/schedule.ts';
import type { PauseReason, Subscription } from '../core/subscription.ts';
import type { FeedMemory, Person, PostedHistory } from './store.ts';

type Shape<T> = Record<keyof T, z.ZodType>;

const text = z.string();
const name = z.string().min(1);
const instant = z.iso.datetime();
const optionalText = text.exactOptional();
const optionalNumber = z.number().exactOptional();

const sighting = z.object({
  feed: name,
  seenAt: instant,
  upvotes: optionalNumber,
  comments: optionalNumber,
  rank: optionalNumber,
} satisfies Shape<Sighting>);

const links = z.object({
  abs: optionalText,
  pdf: optionalText,
  code: optionalText,
  project: optionalText,
  page: optionalText,
} satisfies Shape<PaperLinks>);

export const paperRecord: z.ZodType<Paper> = z.object({
  id: name,
  title: text,
  abstract: text,
  tldr: optionalText,
  authors: z.array(text),
  organization: optionalText,
  categories: z.array(text),
  keywords: z.array(text),
  publishedAt: instant.exactOptional(),
  featuredOn: z.iso.date().exactOptional(),
  submitter: optionalText,
  links,
  stars: optionalNumber,
  upvotes: z.number(),
  comments: z.number(),
  sightings: z.array(sighting),
  arrivedAt: instant,
} satisfies Shape<IncomingPaper & Paper>);

const schedule = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('weekly'),
    days: z.array(z.enum(weekdays)).min(1),
    times: z.array(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)).min(1),
    zone: name,
  }),
  z.object({ kind: z.literal('cron'), expression: name, zone: name }),
]);

const faultReason = z.object({
  kind: z.enum(['destination-gone', 'not-permitted', 'unreachable', 'broken-query']),
  text,
  isForGood: z.literal(true).exactOptional(),
});

const pauseReason: z.ZodType<PauseReason> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('by-user'), until: instant.exactOptional() }),
  faultReason,
]);

const subscriptionStatus = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('active') }),
  z.object({ kind: z.literal('paused'), reason: pauseReason, since: instant }),
]);

const refusal = z.object({
  reason: faultReason,
  digests: z.int().min(1),
  untold: z.object({ since: instant, sentAt: instant.exactOptional() }).exactOptional(),
});

export const subscriptionRecord: z.ZodType<Subscription> = z.object({
  id: name,
  scope: z.enum(['channel', 'personal']),
  address: name,
  queries: z.array(text),
  schedule,
  limit: z.int().min(1).max(25),
  sort: z.enum(['best', 'newest', 'upvotes', 'trending']),
  layout: z.enum(['full', 'compact']),
  mention: text.exactOptional(),
  publish: z.literal(true).exactOptional(),
  quiet: z.enum(['silent', 'note']).exactOptional(),
  since: instant,
  settledUntil: instant,
  consideredUntil: instant,
  status: subscriptionStatus,
  awaySince: instant.exactOptional(),
  refused: refusal.exactOptional(),
  createdBy: name,
  createdAt: instant,
} satisfies Shape<Subscription>);

export const personRecord: z.ZodType<Person> = z.object({
  id: name,
  zone: name.exactOptional(),
  saved: z.array(z.object({ paper: name, at: instant })),
  tastes: z
    .array(z.object({ paper: name, wants: z.enum(['more', 'less']), at: instant }))
    .exactOptional(),
} satisfies Shape<Person>);

const deliveryBase = {
  subscription: name,
  slot: name,
  part: z.int().min(0),
  address: name,
  posted: z.array(name),
  passedOver: z.array(name),
  unrendered: z.array(name).exactOptional(),
  silence: optionalText,
  missed: z.array(z.object({ paper: name, text })).exactOptional(),
  updatedAt: instant,
};
const mayBeTwice = z.literal(true).exactOptional();
const attempted = {
  ...deliveryBase,
  payload: z.unknown(),
  attempt: z.int().min(0),
  firstSentAt: instant,
  mayBeTwice,
};

const delivery = z.discriminatedUnion('status', [
  z.object({ ...deliveryBase, status: z.literal('planned') }),
  z.object({ ...deliveryBase, status: z.literal('rendered'), payload: z.unknown() }),
  z.object({ ...attempted, status: z.literal('sending') }),
  z.object({ ...attempted, status: z.literal('retry'), notBefore: instant, detail: text }),
  z.object({
    ...attempted,
    status: z.literal('uncertain'),
    detail: text,
    asked: z.int().min(0).exactOptional(),
    notBefore: instant.exactOptional(),
    held: z.literal(true).exactOptional(),
  }),
  z.object({
    ...deliveryBase,
    status: z.literal('sent'),
    externalId: optionalText,
    mayBeTwice,
    note: optionalText,
  }),
  z.object({ ...deliveryBase, status: z.literal('failed'), detail: text }),
  z.object({ ...deliveryBase, status: z.literal('skipped'), reason: text }),
]);

/** The first stored deliveries do not say when they were first sent: not after they were last changed. */
export const deliveryRecord: z.ZodType<Delivery> = z.preprocess(
  (row) => (isUndated(row) ? { ...row, firstSentAt: row.updatedAt } : row),
  delivery,
);

function isUndated(row: unknown): row is { readonly updatedAt?: unknown } {
  if (typeof row !== 'object' || row === null || !('attempt' in row)) return false;
  return !('firstSentAt' in row);
}

export const postedRecord: z.ZodType<PostedHistory> = z.object({
  address: name,
  papers: z.array(name),
} satisfies Shape<PostedHistory>);

const feedTrouble = z.object({
  kind: z.enum(['failing', 'misshapen', 'empty']),
  since: instant,
  reads: z.int().min(1),
  text,
} satisfies Shape<FeedTrouble>);

export const feedMemoryRecord: z.ZodType<FeedMemory> = z.object({
  feed: name,
  key: name,
  etag: optionalText,
  lastModified: optionalText,
  fetchedAt: instant,
  trouble: feedTrouble.exactOptional(),
  told: z.literal(true).exactOptional(),
} satisfies Shape<FeedMemory>);

export const installationRecord: z.ZodType<Installation> = z.object({
  id: name,
  sealed: name,
  updatedAt: instant,
} satisfies Shape<Installation>);
