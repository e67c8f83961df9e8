import { Counter, Gauge, type Registry } from 'prom-client';
import { type Delivery, openSince } from '../core/delivery.ts';
import type { Address, Subscription } from '../core/subscription.ts';
import type { FeedState } from '../digests/ingest/ingest.ts';
import { createGiveWay } from '../lib/give-way.ts';
import type { Store } from '../store/store.ts';
import type { Labels } from './activity.ts';

export interface StateSources {
  readonly store: Pick<Store, 'deliveries' | 'subscriptions'>;
  paperCount(): number;
  feeds(): readonly FeedState[];
  /** The clock, epoch milliseconds. */
  now(): number;
}

/** Registers what is looked at anew each time the metrics are asked for. */
export function gaugeState(
  registry: Registry,
  { store, paperCount, feeds, now }: StateSources,
  { platforms, platformOf }: Pick<Labels, 'platforms' | 'platformOf'>,
): void {
  const registers = [registry];
  new Gauge({
    name: 'paperround_ledger_rows',
    help: 'Deliveries that are kept one by one, by platform and status. uncertain: perhaps posted; held: perhaps posted, and left at that.',
    labelNames: ['platform', 'status'],
    registers,
    async collect() {
      await setCounts(this, platformOf, await store.deliveries.all(), (each) =>
        each.status === 'uncertain' && each.held === true ? 'held' : each.status,
      );
    },
  });
  new Gauge({
    name: 'paperround_ledger_oldest_open_seconds',
    help: 'How long the delivery that waits longest to be posted has been waiting, those left at that not counted; 0: none waits.',
    labelNames: ['platform'],
    registers,
    async collect() {
      const oldest = await oldestOpen(platformOf, await store.deliveries.all());
      for (const platform of platforms) {
        const since = oldest.get(platform);
        const ms = since === undefined ? 0 : Math.max(0, now() - since);
        this.set({ platform }, ms / 1_000);
      }
    },
  });
  new Gauge({
    name: 'paperround_subscriptions',
    help: 'Subscriptions by platform and status: active, or why they are paused.',
    labelNames: ['platform', 'status'],
    registers,
    async collect() {
      await setCounts(this, platformOf, await store.subscriptions.all(), statusOf);
    },
  });
  new Gauge({
    name: 'paperround_papers',
    help: 'Papers that are stored.',
    registers,
    collect() {
      this.set(paperCount());
    },
  });
  new Gauge({
    name: 'paperround_feed_last_success_timestamp_seconds',
    help: 'When a feed was last read or found unchanged, in this run or an earlier one; 0: never.',
    labelNames: ['feed'],
    registers,
    collect() {
      for (const { feed, readAt = 0 } of feeds()) this.set({ feed }, readAt / 1_000);
    },
  });
  new Counter({
    name: 'paperround_feed_failures_total',
    help: 'Parts of a feed (a day, a category) that could not be read.',
    labelNames: ['feed'],
    registers,
    collect() {
      this.reset();
      for (const { feed, failures } of feeds()) this.inc({ feed }, failures);
    },
  });
}

/** So many rows are counted before others get a turn: about a millisecond. */
const perTurn = 2_000;

/** Counts first, and then sets: the library takes a microsecond for each change of a gauge. */
async function setCounts<Row extends { readonly address: Address }>(
  gauge: Gauge<'platform' | 'status'>,
  platformOf: (address: Address) => string,
  rows: readonly Row[],
  statusOfRow: (row: Row) => string,
): Promise<void> {
  const giveWay = createGiveWay();
  const counts = new Map<string, Map<string, number>>();
  for (const [place, row] of rows.entries()) {
    if (place % perTurn === 0) await giveWay();
    const platform = platformOf(row.address);
    const ofPlatform = counts.get(platform) ?? new Map<string, number>();
    const status = statusOfRow(row);
    ofPlatform.set(status, (ofPlatform.get(status) ?? 0) + 1);
    counts.set(platform, ofPlatform);
  }
  gauge.reset();
  for (const [platform, ofPlatform] of counts) {
    for (const [status, count] of ofPlatform) gauge.set({ platform, status }, count);
  }
}

/** Since when the oldest row of each platform is open, epoch milliseconds. */
async function oldestOpen(
  platformOf: (address: Address) => string,
  rows: readonly Delivery[],
): Promise<ReadonlyMap<string, number>> {
  const giveWay = createGiveWay();
  const oldest = new Map<string, number>();
  for (const [place, row] of rows.entries()) {
    if (place % perTurn === 0) await giveWay();
    const since = openSince(row);
    if (since === undefined) continue;
    const platform = platformOf(row.address);
    oldest.set(platform, Math.min(oldest.get(platform) ?? since, since));
  }
  return oldest;
}

function statusOf({ status }: Subscription): string {
  return status.kind === 'active' ? 'active' : status.reason.kind;
}
