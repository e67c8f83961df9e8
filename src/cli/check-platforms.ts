import { existsSync } from 'node:fs';
import type { Config } from '../config.ts';
import type { Installation } from '../core/installation.ts';
import type { Problem } from '../core/problem.ts';
import type { Subscription } from '../core/subscription.ts';
import { type Examination, examinePlatforms } from '../platforms/registry.ts';
import { openLowdbStore } from '../store/lowdb/open-lowdb-store.ts';
import type { Finding } from './finding.ts';

/** Whether each configured platform lets the bot in, and whether it may post where it should. */
export async function checkPlatforms(config: Config): Promise<Finding[]> {
  const { subscriptions, installations } = await readStored(config);
  const places = namesByPlace(subscriptions, config.adminAddress);
  const examined = await examinePlatforms(config, [...places.keys()], installations);
  return examined.flatMap((each) => [
    finding(each.platform, each.problem),
    ...(each.parts ?? []).map((part) => finding(`${each.platform}: ${part.name}`, part.problem)),
    ...placeFindings(each, places),
  ]);
}

function placeFindings({ places: faulty }: Examination, names: ReadonlyMap<string, string[]>) {
  return [...faulty].map(([address, problem]) =>
    finding(`${names.get(address)?.join(', ')} at ${address}`, problem),
  );
}

interface Stored {
  readonly subscriptions: readonly Subscription[];
  readonly installations: readonly Installation[];
}

/** A store that cannot be read is told of elsewhere. */
async function readStored({ dataDirectory }: Config): Promise<Stored> {
  if (!existsSync(dataDirectory)) return nothing;
  try {
    const store = await openLowdbStore({ directory: dataDirectory, mode: 'read-only' });
    const [subscriptions, installations] = await Promise.all([
      store.subscriptions.all(),
      store.installations.all(),
    ]);
    await store.close();
    return { subscriptions, installations };
  } catch {
    return nothing;
  }
}

const nothing: Stored = { subscriptions: [], installations: [] };

/** What posts at each address: the ids of subscriptions, and the setting for the operator's own place. */
function namesByPlace(
  subscriptions: readonly Subscription[],
  admin: string | undefined,
): ReadonlyMap<string, string[]> {
  const places = new Map<string, string[]>(admin === undefined ? [] : [[admin, ['ADMIN_ADDRESS']]]);
  for (const { id, address } of subscriptions) {
    places.set(address, [...(places.get(address) ?? []), id]);
  }
  return places;
}

function finding(name: string, problem?: Problem): Finding {
  if (problem === undefined) return { name, state: 'ok', text: 'lets the bot in' };
  const { message, remedy } = problem;
  return { name, state: 'fault', text: message, ...(remedy !== undefined && { remedy }) };
}
