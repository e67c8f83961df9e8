import { createComplete } from '../../src/commands/complete.ts';
import { createDispatch } from '../../src/commands/dispatch.ts';
import { formFor } from '../../src/commands/form.ts';
import { commands } from '../../src/commands/registry.ts';
import type { Services } from '../../src/commands/services.ts';
import { createArchive } from '../../src/core/archive.ts';
import type { Actor, Invocation } from '../../src/core/invocation.ts';
import type { Paper } from '../../src/core/paper.ts';
import { failure, success } from '../../src/core/problem.ts';
import { planFor } from '../../src/digests/plan/plan.ts';
import type { Store } from '../../src/store/store.ts';

/** The commands over a store, without anything that sends. */
export function openDesk(store: Store, papers: readonly Paper[] = []) {
  let clock = Date.parse('2026-03-02T12:00:00Z');
  const faults: unknown[] = [];
  const sent: string[] = [];
  const shared = {
    store,
    archive: createArchive(papers),
    topics: new Map(),
    now: () => (clock += 1),
  };
  const services: Services = {
    ...shared,
    defaultZone: 'UTC',
    digests: {
      preview: (subscription, slot) => planFor(shared, subscription, slot, 'by-hand'),
      upcoming: (subscription, slot) => planFor(shared, subscription, slot, 'schedule'),
      async sendNow({ id }) {
        sent.push(id);
        return success(1);
      },
    },
    searchHub: async () => failure({ message: 'It does not answer.' }),
    feedStatus: () => [],
    placeProblem: async () => undefined,
    linkOf: () => undefined,
    isStoreFaulty: () => false,
    isDataLost: async () => false,
  };
  return {
    dispatch: createDispatch(services, commands, (fault) => faults.push(fault)),
    complete: createComplete(services, commands),
    form: (invocation: Invocation) => formFor(services, invocation),
    /** The digests that were sent by hand. */
    sent,
    /** What no command foresaw. */
    faults,
  };
}

/** Somebody who asks in a channel of their server. */
export function asker(server: string, user: string, canManage = true) {
  const actor: Actor = { id: `discord:${user}`, name: user, canManage };
  const place = {
    address: `discord:${server}/${server}1`,
    realm: `discord:${server}/`,
    ownRealm: 'discord:',
    personalAddress: `discord:@${user}`,
    actor,
  };
  return (path: readonly string[], args: Invocation['args'] = {}): Invocation => ({
    ...place,
    path,
    args,
  });
}
