import type { Delivered } from './delivery.ts';
import type { ResponseUrl } from './response-urls.ts';
import { until } from './until.ts';
import type { FakeMessage, FakeView, Trigger, World } from './world.ts';

/** What came of one interaction. */
export interface Trace extends Delivered {
  readonly user: string;
  readonly trigger: Trigger;
  /** What the app showed by its acknowledgement and by `response_url`, the oldest first. */
  readonly shown: readonly FakeMessage[];
  /** How often `response_url` was used: 5 times are allowed. */
  readonly uses: () => number;
  /** Messages posted to this workspace since, by whatever way. */
  readonly messages: () => readonly FakeMessage[];
  /** What the app showed `nth`, from 0; waits for it. */
  readonly reply: (nth?: number) => Promise<FakeMessage>;
  /** The modal that the app opened, once it was changed so often; waits for it. */
  readonly view: (updates?: number) => Promise<FakeView>;
  /** What the app has against a submitted form, by block id. */
  readonly errors: Readonly<Record<string, string>>;
}

export interface TraceParts {
  readonly delivered: Delivered;
  readonly trigger: Trigger;
  readonly url: ResponseUrl | undefined;
}

export function createTrace(world: World, { delivered, trigger, url }: TraceParts): Trace {
  const shown = url?.shown ?? [];
  const trace = {
    user: trigger.user,
    trigger,
    shown,
    uses: () => url?.uses ?? 0,
    messages: () =>
      world.messages.filter(({ team, at }) => team === trigger.team && at >= trigger.at),
    reply: (nth = 0) => until(() => shown[nth], 'an answer to the interaction'),
    view: (updates = 0) =>
      until(
        () => trigger.opened && trigger.opened.updates >= updates && trigger.opened,
        `a modal, changed ${updates} times`,
      ),
    errors: (delivered.ack?.body.errors ?? {}) as Record<string, string>,
  };
  return Object.assign(delivered, trace);
}
