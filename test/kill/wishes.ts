import type { Chance } from '../simulation/random.ts';
import { none } from './claims.ts';
import type { Asking } from './side.ts';

/** What a person asks for, and what the store then has. */
export interface Wish extends Asking {
  /** Of what is stored, with the value that it then has: see `storedValues`. */
  readonly key: string;
  readonly value: string;
  /** Two wishes about the same are not asked for at once: they could be granted in either order. */
  readonly about: string;
  /** The answer where it is done. */
  readonly done: RegExp;
}

/** A digest as people know it: each has a query of its own. */
export interface Digest {
  readonly id: string;
  readonly query: string;
  readonly address: string;
}

export const whens = {
  'each minute': '* * * * * UTC',
  'each ten minutes': '*/10 * * * * UTC',
  'each half hour': '*/30 * * * * UTC',
  'each hour': '0 * * * * UTC',
} as const;

export function addition(query: string, when: keyof typeof whens, limit: number): Wish {
  return {
    path: 'digest add',
    main: ['query', query],
    options: { when: whens[when], limit },
    key: `digest ${query}`,
    value: 'yes',
    about: query,
    done: /Digest d\d+ is set up/,
  };
}

export function following(actor: string, subject: string): Wish {
  return {
    path: 'papers my follow',
    main: ['topic', subject],
    key: `follows ${actor} ${subject}`,
    value: 'yes',
    about: `${actor} ${subject}`,
    done: /You now follow|You follow .* already/,
  };
}

export function schedulingOwn(actor: string, when: keyof typeof whens): Wish {
  return {
    path: 'papers my digest',
    main: ['when', whens[when]],
    key: `own schedule ${actor}`,
    value: none,
    about: actor,
    done: /Your personal digest/,
  };
}

/** About themselves. `paper`: an arXiv id. */
export function ownWish(chance: Chance, actor: string, paper: string, subject: string): Wish {
  const saved = { key: `saved ${actor} arxiv:${paper}`, about: `${actor} saves ${paper}` };
  const taste = { key: `taste ${actor} arxiv:${paper}`, about: `${actor} rates ${paper}` };
  const main = ['paper', paper] as const;
  const wants = chance.oneOf(['more', 'less', 'nothing']);
  return chance.oneOf<Wish>([
    { path: 'papers save', main, ...saved, value: 'yes', done: /Saved “|You had saved/ },
    { path: 'papers unsave', main, ...saved, value: none, done: /Took “|You had not saved/ },
    {
      ...{ path: 'papers rate', main, options: { wants }, ...taste },
      value: wants === 'nothing' ? none : wants,
      done: /Got it: |Forgotten what/,
    },
    following(actor, subject),
    {
      ...following(actor, subject),
      path: 'papers my unfollow',
      value: none,
      done: /You no longer follow|You do not follow/,
    },
  ]);
}

/** About a digest; one that is to stay is neither paused nor removed. */
export function digestWish(chance: Chance, { id, query }: Digest, isToStay: boolean): Wish {
  const target = { main: ['digest', id], about: query } as const;
  const limit = 1 + chance.below(20);
  const stays: readonly Wish[] = [
    {
      ...{ ...target, path: 'digest edit', options: { limit } },
      ...{ key: `limit ${query}`, value: String(limit), done: /Changed d\d+/ },
    },
    {
      ...{ ...target, path: 'digest send-now', key: `sent ${id}`, value: none },
      done: /Posted \d+ paper|Nothing new matches/,
    },
  ];
  const paused = { ...target, key: `paused ${query}` };
  const changes: readonly Wish[] = [
    { ...paused, path: 'digest pause', value: 'yes', done: /Paused/ },
    { ...paused, path: 'digest resume', value: none, done: /Resumed|is not paused/ },
    {
      ...{ ...target, path: 'digest remove', options: { confirm: true } },
      ...{ key: `digest ${query}`, value: none, done: /Removed d\d+/ },
    },
  ];
  return chance.oneOf(isToStay ? stays : [...stays, ...stays, ...changes]);
}
