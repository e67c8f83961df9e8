import { existsSync } from 'node:fs';
import type { Config } from '../config.ts';
import type { Problem } from '../core/problem.ts';
import { examinePlatforms } from '../platforms/registry.ts';
import { openLowdbStore } from '../store/lowdb/open-lowdb-store.ts';
import type { Finding } from './finding.ts';

/** Whether each configured platform lets the bot in, and whether it may post where it should. */
export async function checkPlatforms(config: Config): Promise<Finding[]> {
  const places = await placesIn(config);
  const examined = await examinePlatforms(config, [...places.keys()]);
  return examined.flatMap(({ platform, problem, places: faulty }) => [
    problem === undefined
      ? { name: platform, state: 'ok' as const, text: 'lets the bot in' }
      : fault(platform, problem),
    ...[...faulty].map(([address, each]) =>
      fault(`${places.get(address)?.join(', ')} at ${address}`, each),
    ),
  ]);
}

/** The ids of the subscriptions at each address. A store that cannot be read is told of elsewhere. */
async function placesIn({ dataDirectory }: Config): Promise<ReadonlyMap<string, string[]>> {
  const places = new Map<string, string[]>();
  if (!existsSync(dataDirectory)) return places;
  try {
    const store = await openLowdbStore({ directory: dataDirectory, mode: 'read-only' });
    for (const { id, address } of await store.subscriptions.all()) {
      places.set(address, [...(places.get(address) ?? []), id]);
    }
    await store.close();
  } catch {
    return new Map();
  }
  return places;
}

function fault(name: string, { message, remedy }: Problem): Finding {
  return { name, state: 'fault', text: message, ...(remedy !== undefined && { remedy }) };
}
