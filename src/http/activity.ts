import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { type Delivery, isByHand } from '../core/delivery.ts';
import type { Dispatch, Invocation } from '../core/invocation.ts';
import type { Platform } from '../platforms/platform.ts';
import { type StoreObserver, storeCollections } from '../store/observed-store.ts';

export interface Labels {
  /** Every value of those of `platformOf` and `commandOf`. */
  readonly platforms: readonly string[];
  readonly commands: readonly string[];
  platformOf(address: string): string;
  commandOf(path: readonly string[]): string;
}

const outcomes = ['done', 'refused', 'fault'] as const;
const deliveryStatuses = [
  'planned',
  'rendered',
  'sending',
  'retry',
  'uncertain',
  'sent',
  'failed',
  'skipped',
] as const satisfies readonly Delivery['status'][];

/** Counts what happens, as it happens. */
export interface Activity extends StoreObserver {
  /** The platform, with its sends counted. */
  platform(platform: Platform): Platform;
  dispatch(dispatch: Dispatch): Dispatch;
  /** That a command met a fault that it did not foresee. */
  onFault(invocation: Invocation): void;
}

export function createActivity(registry: Registry, labels: Labels): Activity {
  const { platformOf, commandOf } = labels;
  const registers = [registry];
  const deliveries = new Counter({
    name: 'paperround_deliveries_total',
    help: 'Statuses that deliveries took, by platform: sent, failed, skipped, uncertain and the steps before.',
    labelNames: ['platform', 'status'],
    registers,
  });
  const lateness = new Histogram({
    name: 'paperround_slot_lateness_seconds',
    help: 'From the time a digest was due to the time it was posted.',
    buckets: [1, 5, 15, 30, 60, 120, 300, 900, 3_600, 21_600],
    registers,
  });
  const writes = new Histogram({
    name: 'paperround_store_write_duration_seconds',
    help: 'Until a write is durable.',
    labelNames: ['collection'],
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
    registers,
  });
  const writeFailures = new Counter({
    name: 'paperround_store_write_failures_total',
    help: 'Writes that the store could not make durable.',
    labelNames: ['collection'],
    registers,
  });
  const sending = new Gauge({
    name: 'paperround_sends_in_progress',
    help: 'Messages that were handed to a platform and are not answered yet, those that wait for their turn included.',
    labelNames: ['platform'],
    registers,
  });
  const sends = new Histogram({
    name: 'paperround_send_duration_seconds',
    help: 'From handing a message to a platform to its outcome.',
    labelNames: ['platform', 'outcome'],
    buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120],
    registers,
  });
  const commands = new Counter({
    name: 'paperround_commands_total',
    help: 'Commands by outcome: done, refused (in words that say why), fault (ours).',
    labelNames: ['command', 'outcome'],
    registers,
  });
  const commandDurations = new Histogram({
    name: 'paperround_command_duration_seconds',
    help: 'Until a command had its reply, without the way to the platform.',
    labelNames: ['command'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3],
    registers,
  });
  const faulty = new WeakSet<Invocation>();

  for (const collection of storeCollections) writeFailures.inc({ collection }, 0);
  startAtZero(labels, { deliveries, commands });

  return {
    onWrite({ collection, seconds, fault }) {
      if (fault === undefined) writes.observe({ collection }, seconds);
      else writeFailures.inc({ collection });
    },
    onDeliveries(rows) {
      for (const row of rows) {
        deliveries.inc({ platform: platformOf(row.address), status: row.status });
        const seconds = slotLateness(row);
        if (seconds !== undefined) lateness.observe(seconds);
      }
    },
    onFault: (invocation) => void faulty.add(invocation),
    platform: (platform) => ({
      ...platform,
      async send(address, ...message) {
        const ofPlatform = { platform: platform.id };
        const end = sends.startTimer(ofPlatform);
        sending.inc(ofPlatform);
        const outcome = await platform
          .send(address, ...message)
          .finally(() => sending.dec(ofPlatform));
        end({ outcome: outcome.kind });
        return outcome;
      },
    }),
    dispatch: (dispatch) => async (invocation) => {
      const command = commandOf(invocation.path);
      const end = commandDurations.startTimer({ command });
      const reply = await dispatch(invocation);
      end();
      const outcome = faulty.has(invocation) ? 'fault' : reply.ok ? 'done' : 'refused';
      commands.inc({ command, outcome });
      return reply;
    },
  };
}

/** In the eyes of Prometheus, a counter that begins above 0 has not risen. */
function startAtZero(
  labels: Labels,
  {
    deliveries,
    commands,
  }: { deliveries: Counter<'platform' | 'status'>; commands: Counter<'command' | 'outcome'> },
): void {
  for (const platform of labels.platforms) {
    for (const status of deliveryStatuses) deliveries.inc({ platform, status }, 0);
  }
  for (const command of labels.commands) {
    for (const outcome of outcomes) commands.inc({ command, outcome }, 0);
  }
}

/** Seconds from the time a digest was due to the time its first message was sent; undefined for whatever else it is. */
function slotLateness({ status, part, slot, updatedAt }: Delivery): number | undefined {
  if (status !== 'sent' || part !== 0 || isByHand({ slot })) return undefined;
  const seconds = (Date.parse(updatedAt) - Date.parse(slot)) / 1_000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}
