import type { Paper } from '../core/paper.ts';
import { failure, success } from '../core/problem.ts';
import { parseQuery } from '../core/query/parse.ts';
import { parseDays, parseSchedule, parseTime, parseZone } from '../core/schedule/parse-schedule.ts';
import type { Schedule, Weekday } from '../core/schedule/schedule.ts';
import type { Subscription } from '../core/subscription.ts';
import { nearest } from '../core/text/edit-distance.ts';
import type { Argument, ReadContext } from './argument.ts';
import { digestsOf } from './digests-of.ts';
import { findPaper, type NamedPaper, named } from './find-paper.ts';

interface Declared<Required extends boolean> {
  readonly description: string;
  readonly required: Required;
}

export function text<const R extends boolean>(declared: Declared<R>): Argument<string, R> {
  return { ...declared, kind: 'text', read: (typed) => success(typed) };
}

/** Words in the query language; gives the text as typed, once it is known to parse. */
export function query<const R extends boolean>(declared: Declared<R>): Argument<string, R> {
  return {
    ...declared,
    kind: 'text',
    completion: 'topics',
    keepsQuotes: true,
    read(typed, { services }) {
      const parsed = parseQuery(typed, services.topics);
      return parsed.ok ? success(typed) : parsed;
    },
  };
}

/** A topic's name, or any query: what a person may follow. Gives the query text. */
export function topicOrQuery<const R extends boolean>(declared: Declared<R>): Argument<string, R> {
  return {
    ...declared,
    kind: 'text',
    completion: 'topics',
    keepsQuotes: true,
    read(typed, { services }) {
      const name = typed.toLowerCase().replaceAll(/[\s_]+/g, '-');
      if (services.topics.has(name)) return success(`topic:${name}`);
      const parsed = parseQuery(typed, services.topics);
      return parsed.ok ? success(typed) : parsed;
    },
  };
}

export function integer<const R extends boolean>(
  declared: Declared<R> & { readonly range: { readonly min: number; readonly max: number } },
): Argument<number, R> {
  const { min, max } = declared.range;
  return {
    ...declared,
    kind: 'integer',
    read(typed) {
      const value = /^-?\d{1,9}$/.test(typed) ? Number(typed) : Number.NaN;
      if (value >= min && value <= max) return success(value);
      const message = `“${typed}” is not a whole number from ${min} to ${max}.`;
      if (Number.isNaN(value)) return failure({ message });
      return failure({ message, suggestion: String(value < min ? min : max) });
    },
  };
}

export function choice<const Value extends string, const R extends boolean>(
  declared: Declared<R> & {
    readonly choices: readonly { readonly value: Value; readonly label: string }[];
  },
): Argument<Value, R> {
  const chosen = (word: string) =>
    declared.choices.find(({ value, label }) => value === word || label.toLowerCase() === word);
  return {
    ...declared,
    kind: 'choice',
    recognizes: (typed) => chosen(typed.toLowerCase()) !== undefined,
    read(typed) {
      const word = typed.toLowerCase();
      const found = chosen(word);
      if (found !== undefined) return success(found.value);
      const values = declared.choices.map(({ value }) => value);
      const suggestion = nearest(word, values);
      return failure({
        message: `“${typed}” is not one of ${values.join(', ')}.`,
        ...(suggestion === undefined ? {} : { suggestion }),
      });
    },
  };
}

/** `yes` or `no`, or another word for one of them. */
export function flag(description: string): Argument<boolean, false> {
  return {
    description,
    required: false,
    kind: 'flag',
    read(typed) {
      const word = typed.toLowerCase();
      if (['yes', 'true', 'y', '1', 'on'].includes(word)) return success(true);
      if (['no', 'false', 'n', '0', 'off'].includes(word)) return success(false);
      return failure({ message: `“${typed}” is neither yes nor no.`, suggestion: 'yes' });
    },
  };
}

export function days(description: string): Argument<readonly Weekday[], false> {
  return {
    description,
    required: false,
    kind: 'text',
    recognizes: (typed) => parseDays(typed).ok,
    read: (typed) => parseDays(typed),
  };
}

export function time(description: string): Argument<string, false> {
  return {
    description,
    required: false,
    kind: 'text',
    recognizes: (typed) => parseTime(typed).ok,
    read: (typed) => parseTime(typed),
  };
}

export function zone(description: string): Argument<string, false> {
  return {
    description,
    required: false,
    kind: 'text',
    completion: 'zones',
    recognizes: (typed) => parseZone(typed).ok,
    read: (typed) => parseZone(typed),
  };
}

/** A whole schedule in one go; where it names no zone, the person's own or the default one holds. */
export function schedule(description: string): Argument<Schedule, false> {
  return {
    description,
    required: false,
    kind: 'text',
    recognizes: (typed) => parseSchedule(typed, { zone: 'UTC' }).ok,
    async read(typed, context) {
      return parseSchedule(typed, { zone: await zoneOf(context) });
    },
  };
}

/**
 * The zone that a person means without naming one: their own choice, their platform's word, the one of the last digest
 * that they set up, the one that is likely, and else the default.
 */
export async function zoneOf({ services, invocation }: ReadContext): Promise<string> {
  const { actor } = invocation;
  const { store, defaultZone } = services;
  const known = (await store.people.get(actor.id))?.zone ?? actor.zone;
  if (known !== undefined) return known;
  const last = (await store.subscriptions.createdBy(actor.id)).at(-1);
  return last?.schedule.zone ?? actor.likelyZone ?? defaultZone;
}

/** The zone, an IANA name, for what is told of a digest, or of none. */
export type ReaderZone = (digest?: Pick<Subscription, 'schedule'>) => string;

/**
 * The zone in which a person is told what has happened, wherever their platform does not show times in their own by itself:
 * their own choice, or their platform's word. Where nobody said, what is of a digest is told in the zone of that digest, and
 * the rest in the one that is likely, or else the default. What a schedule promises is told in the zone of the schedule.
 */
export async function readerZoneOf({ services, invocation }: ReadContext): Promise<ReaderZone> {
  const { actor } = invocation;
  const { store, defaultZone } = services;
  const known = (await store.people.get(actor.id))?.zone ?? actor.zone;
  return (digest) => known ?? digest?.schedule.zone ?? actor.likelyZone ?? defaultZone;
}

/** An arXiv id in any form, a link, or words of a title. Words that fit several papers equally well are a problem. */
export function namedPaper<const R extends boolean>(
  declared: Declared<R>,
): Argument<NamedPaper, R> {
  return {
    ...declared,
    kind: 'text',
    completion: 'papers',
    read: async (typed, { services }) => named(await findPaper(typed, services), typed),
  };
}

/** The same, for whoever needs the paper alone. */
export function paper<const R extends boolean>(declared: Declared<R>): Argument<Paper, R> {
  const { read, ...argument } = namedPaper(declared);
  return {
    ...argument,
    async read(typed, context) {
      const found = await read(typed, context);
      return found.ok ? success(found.value.paper) : found;
    },
  };
}

/** What people take for an id is never words: `d14`, once removed, must not be the digest of `kind14`. */
const idForm = /^d\d+$/;

/** A channel digest of this place, by its id or by words of its query. */
export function digest<const R extends boolean>(declared: Declared<R>): Argument<Subscription, R> {
  return {
    ...declared,
    kind: 'text',
    completion: 'digests',
    async read(typed, { services, invocation }) {
      const here = await digestsOf(services, invocation);
      const word = typed.toLowerCase().replace(/^#/, '');
      const found = here.find(({ id }) => id === word);
      if (found !== undefined) return success(found);
      const byQuery = here.filter(
        ({ queries }) =>
          !idForm.test(word) && queries.some((each) => each.toLowerCase().includes(word)),
      );
      if (byQuery.length === 1 && byQuery[0] !== undefined) return success(byQuery[0]);
      if (byQuery.length > 1) {
        return failure({
          message: `“${typed}” fits several digests: ${byQuery.map(({ id }) => id).join(', ')}.`,
          remedy: 'Name one by its id; /digest list shows them.',
        });
      }
      const own = await services.store.subscriptions.createdBy(invocation.actor.id);
      if (own.some(({ id, scope }) => id === word && scope === 'personal')) {
        const message = `${word} is your personal digest.`;
        return failure({ message, remedy: 'See /papers my list.' });
      }
      const ids = here.map(({ id }) => id);
      return failure({
        message: `There is no digest “${typed}” here.`,
        remedy:
          ids.length === 0
            ? 'None is set up yet: /digest add QUERY adds one.'
            : `There ${ids.length === 1 ? 'is' : 'are'} ${ids.join(', ')}: /digest list tells more.`,
      });
    },
  };
}
