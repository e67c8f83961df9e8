import { setTimeout as sleep } from 'node:timers/promises';
import { maxTastes } from '../../src/core/taste.ts';
import type { StoreDump } from '../../src/store/store.ts';
import type { Chance } from '../simulation/random.ts';
import { createClaims, none } from './claims.ts';
import { subjects } from './papers.ts';
import type { Person } from './side.ts';
import { storedValues } from './stored-values.ts';
import { addition, type Digest, digestWish, ownWish, type Wish, whens } from './wishes.ts';

/** People who ask for changes, several at once, and remember what they were told. */
export interface Crowd {
  /** One thing after another until the signal aborts. */
  ask(signal: AbortSignal): void;
  /** Rejects where it is not done. */
  insist(person: Person, address: string, wish: Wish): Promise<void>;
  /** The process that they asked is dead. */
  died(): void;
  /** How many wishes were granted. */
  granted(): number;
  /** What the store has instead of what people were told, and answers that nobody expected. */
  breaches(dump: StoreDump): string[];
}

const mostDigests = 25;
const mostPauseMs = 300;

export function createCrowd(people: readonly Person[], chance: Chance): Crowd {
  const claims = createClaims();
  const surprises: string[] = [];
  let underWay = new Set<string>();
  /** By query. */
  let digests = new Map<string, Digest>();
  const firstQueries = new Set<string>();
  /** No more than a person's tastes can be of: the oldest would be forgotten. */
  let papers: readonly string[] = [];
  let added = 0;
  /** Whose an id is: it is never given twice. */
  const owners = new Map<string, string>();
  /** How many papers were posted each time, by digest id. */
  const posted = new Map<string, number[]>();

  function know(digest: Digest): void {
    const { id, query } = digest;
    const owner = owners.get(id) ?? query;
    if (owner !== query) surprises.push(`${id} was “${owner}”, and is “${query}”`);
    owners.set(id, query);
    digests.set(query, digest);
  }

  function learn({ path, main, about }: Wish, address: string, answer: string): void {
    const [, id] = /Digest (d\d+) is set up/.exec(answer) ?? [];
    if (id !== undefined) know({ id, query: about, address });
    if (path === 'digest remove') digests.delete(about);
    const [, count] = /Posted (\d+) paper/.exec(answer) ?? [];
    const target = main?.[1] ?? '';
    if (count !== undefined) posted.set(target, [...(posted.get(target) ?? []), Number(count)]);
  }

  /** Gives whether an answer came. Rejects where it is not the one that was expected. */
  async function express(person: Person, address: string, wish: Wish): Promise<boolean> {
    const isCurrent = underWay;
    underWay.add(wish.about);
    const acknowledge = claims.ask(wish.sets);
    const answer = await person.ask(address, wish);
    if (answer === undefined || isCurrent !== underWay) return false;
    underWay.delete(wish.about);
    if (/There is no digest “/.test(answer) && claims.mayBe(`digest ${wish.about}`, none)) {
      // A process removed it, and died before it said so.
      digests.delete(wish.about);
      return true;
    }
    if (!wish.done.test(answer)) {
      const { path, main, options } = wish;
      throw new Error(
        `/${[path, main, JSON.stringify(options)].join(' ')} was answered: ${answer}`,
      );
    }
    acknowledge();
    learn(wish, address, answer);
    return true;
  }

  function nextWish({ actor, channels }: Person): {
    readonly address: string;
    readonly wish: Wish;
  } {
    const address = chance.oneOf(channels);
    const here = [...digests.values()].filter((each) => each.address === address);
    const dice = chance.next();
    if (dice < 0.12 && digests.size < mostDigests) {
      added += 1;
      const query = `${chance.oneOf(subjects)} OR kind${added}`;
      const when = chance.oneOf(Object.keys(whens) as (keyof typeof whens)[]);
      return { address, wish: addition(query, when, 1 + chance.below(8)) };
    }
    if (dice < 0.6 && here.length > 0) {
      const digest = chance.oneOf(here);
      return { address, wish: digestWish(chance, digest, firstQueries.has(digest.query)) };
    }
    const paper = chance.oneOf(papers).replace('arxiv:', '');
    return { address, wish: ownWish(chance, actor, paper, chance.oneOf(subjects)) };
  }

  async function keepAsking(person: Person, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const { address, wish } = nextWish(person);
      if (!underWay.has(wish.about) && !(await express(person, address, wish))) return;
      await sleep(chance.below(mostPauseMs));
    }
  }

  return {
    ask(signal) {
      // Each has two windows open.
      for (const person of [...people, ...people]) {
        keepAsking(person, signal).catch((error: Error) => surprises.push(error.message));
      }
    },
    async insist(person, address, wish) {
      if (!(await express(person, address, wish))) throw new Error(`no answer to ${wish.path}`);
      firstQueries.add(wish.about);
    },
    died() {
      claims.died();
      underWay = new Set();
    },
    granted: claims.count,
    breaches(dump) {
      digests = new Map();
      for (const { id, scope, queries, address } of dump.subscriptions) {
        if (scope === 'channel') know({ id, query: queries.join(), address });
      }
      const ids = dump.papers.map(({ id }) => id).sort();
      papers = ids.slice(0, maxTastes);
      const notKept = claims.breaches(storedValues(dump));
      return [...notKept, ...notSent(dump, posted), ...surprises.splice(0)];
    },
  };
}

/** Posts that people were told of, and that are not in the ledger as sent. */
function notSent(
  { deliveries }: StoreDump,
  posted: ReadonlyMap<string, readonly number[]>,
): string[] {
  const sent = new Map<string, number>();
  for (const { subscription, slot, status, posted: papers } of deliveries) {
    if (!slot.startsWith('now-') || status !== 'sent') continue;
    const key = `${subscription} ${slot}`;
    sent.set(key, (sent.get(key) ?? 0) + papers.length);
  }
  return [...posted].flatMap(([id, counts]) => {
    const left = [...sent].flatMap(([key, count]) => (key.startsWith(`${id} `) ? count : []));
    return counts.flatMap((count) => {
      const index = left.indexOf(count);
      if (index >= 0) left.splice(index, 1);
      return index >= 0
        ? []
        : [`${id}: people were told of ${count} papers that are not in the ledger`];
    });
  });
}
