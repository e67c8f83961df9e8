import { z } from 'zod';
import { failure, type Result, success } from '../core/problem.ts';
import { readRecordLists } from './read-record.ts';
import {
  deliveryRecord,
  paperRecord,
  personRecord,
  postedRecord,
  subscriptionRecord,
} from './records.ts';
import type { Store, StoreDump } from './store.ts';

export { restoreDump } from './restore-dump.ts';

const dumpVersion = 1;

/** Everything in a store at one moment. `now` is the clock, epoch milliseconds. */
export async function dumpStore(store: Store, now: number): Promise<StoreDump> {
  const [papers, subscriptions, people, deliveries, posted] = await Promise.all([
    store.papers.all(),
    store.subscriptions.all(),
    store.people.all(),
    store.deliveries.all(),
    store.deliveries.history(),
  ]);
  return {
    format: 'paperround',
    version: dumpVersion,
    exportedAt: new Date(now).toISOString(),
    papers,
    subscriptions,
    people,
    deliveries,
    posted,
  };
}

/** So much text is made at a time, in UTF-16 units: a few milliseconds. */
const pieceLength = 2 ** 18;

/** An export as JSON, a record a line, in pieces, so that others may have their turn between two. */
export function* dumpText({ papers, ...rest }: StoreDump): Generator<string> {
  let text = '{';
  // The papers come last: whoever looks into an export sees the rest first.
  for (const [place, [name, field]] of Object.entries({ ...rest, papers }).entries()) {
    text += `${place === 0 ? '' : ','}\n${JSON.stringify(name)}: `;
    if (!Array.isArray(field)) {
      text += JSON.stringify(field);
      continue;
    }
    text += '[';
    for (const [index, record] of field.entries()) {
      text += `${index === 0 ? '' : ','}\n${JSON.stringify(record)}`;
      if (text.length < pieceLength) continue;
      yield text;
      text = '';
    }
    text += '\n]';
  }
  yield `${text}\n}\n`;
}

const header = z.object({ format: z.literal('paperround'), version: z.int().min(1) });

const dump: z.ZodType<StoreDump> = header.extend({
  exportedAt: z.iso.datetime(),
  papers: z.array(paperRecord),
  subscriptions: z.array(subscriptionRecord),
  people: z.array(personRecord),
  deliveries: z.array(deliveryRecord),
  posted: z.array(postedRecord),
} satisfies Record<Exclude<keyof StoreDump, 'format' | 'version'>, z.ZodType>);

/** Reads an export from its parsed JSON, whole or not at all: the problem names the first entry that is wrong. */
export function loadDump(json: unknown): Result<StoreDump> {
  const head = header.safeParse(json);
  if (!head.success) {
    return failure({
      message: 'This is not a Paperround export.',
      remedy: 'Give the file that `npm run -s paperround -- export` wrote.',
    });
  }
  const { version } = head.data;
  if (version > dumpVersion) {
    return failure({
      message: `This export was written by a newer Paperround (version ${version}; this one knows up to ${dumpVersion}).`,
      remedy: 'Upgrade Paperround, then import it again.',
    });
  }
  const read = readRecordLists(dump, json);
  if (read.ok) return success(read.value);
  return failure({
    message: `This export cannot be read, so nothing was imported: ${read.problem.message}.`,
    remedy: 'Correct or remove that entry (they count from 0) and try again.',
  });
}
