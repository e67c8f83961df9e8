import { basename, dirname, join } from 'node:path';
import { keepAs, writeSynced } from './replace-file.ts';
import type { StorePlace } from './store-place.ts';

/** A record that could not be used, and why. */
export interface Rejected {
  readonly reason: string;
  readonly record: unknown;
}

/** Writes rejected records to a file of their own, beside the one they come from. Gives its path. */
export async function setRecordsAside(
  place: StorePlace,
  path: string,
  records: readonly Rejected[],
): Promise<string> {
  const start = `${path.replace(/\.jsonl$/, '')}.rejected-${stamp(place)}`;
  const aside = await freeName(place, start, '.json');
  const text = JSON.stringify({ from: basename(path), records }, undefined, 2);
  await writeSynced(place.fs, aside, `${text}\n`);
  return aside;
}

/** Keeps a broken file under a second name, which it gives. */
export async function setBrokenAside(place: StorePlace, path: string): Promise<string> {
  const aside = await freeName(place, `${path}.broken-${stamp(place)}`);
  await keepAs(place.fs, path, aside);
  return aside;
}

/** A path that is not taken yet: `start` and `end`, with a number between them where it must be. */
export async function freeName({ fs }: StorePlace, start: string, end = ''): Promise<string> {
  const directory = dirname(start);
  const taken = new Set(await fs.readdir(directory));
  let name = `${basename(start)}${end}`;
  for (let count = 2; taken.has(name); count += 1) name = `${basename(start)}-${count}${end}`;
  return join(directory, name);
}

function stamp({ now }: StorePlace): string {
  return new Date(now()).toISOString().replace(/[-:.]/g, '');
}
