import type { Chance } from '../simulation/random.ts';
import { none, type Values } from './claims.ts';
import type { Asking } from './side.ts';

/** What a person asks for. */
export interface Wish extends Asking {
  /** What the store has when it is done. */
  readonly sets: Values;
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
    sets: { [`digest ${query}`]: 'yes', [`limit ${query}`]: String(limit) },
    about: query,
    done: /Digest d\d+ is set up/,
  };
}

export function following(actor: string, subject: string): Wish {
  return {
    path: 'papers my follow',
    main: ['topic', subject],
    sets: { [`follows ${actor} ${subject}`]: 'yes' },
    about: `${actor} ${subject}`,
    done: /You now follow|You follow .* already/,
  };
}

export function schedulingOwn(actor: string, when: keyof typeof whens): Wish {
  return {
    path: 'papers my digest',
    main: ['when', whens[when]],
    sets: {},
    about: actor,
    done: /Your personal digest/,
  };
}

/** About themselves. `paper`: an arXiv id. */
export function ownWish(chance: Chance, actor: string, paper: string, subject: string): Wish {
  const main = ['paper', paper] as const;
  const saved = (value: string) => ({
    ...{ main, about: `${actor} saves ${paper}` },
    sets: { [`saved ${actor} arxiv:${paper}`]: value },
  });
  const wants = chance.oneOf(['more', 'less', 'nothing']);
  return chance.oneOf<Wish>([
    { path: 'papers save', ...saved('yes'), done: /Saved “|You had saved/ },
    { path: 'papers unsave', ...saved(none), done: /Took “|You had not saved/ },
    {
      ...{ path: 'papers rate', main, options: { wants }, about: `${actor} rates ${paper}` },
      sets: { [`taste ${actor} arxiv:${paper}`]: wants === 'nothing' ? none : wants },
      done: /Got it: |Forgotten what/,
    },
    following(actor, subject),
    {
      ...following(actor, subject),
      path: 'papers my unfollow',
      sets: { [`follows ${actor} ${subject}`]: none },
      done: /You no longer follow|You do not follow/,
    },
  ]);
}

/** About a digest; one that is to stay is neither paused nor removed. */
export function digestWish(chance: Chance, { id, query }: Digest, isToStay: boolean): Wish {
  const target = { main: ['digest', id], about: query } as const;
  const [exists, limit, paused] = [`digest ${query}`, `limit ${query}`, `paused ${query}`];
  const count = 1 + chance.below(20);
  const edit: Wish = {
    ...{ ...target, path: 'digest edit', options: { limit: count } },
    ...{ sets: { [limit]: String(count) }, done: /Changed d\d+/ },
  };
  const send: Wish = {
    ...{ ...target, path: 'digest send-now', sets: {} },
    done: /Posted \d+ paper|Nothing new matches/,
  };
  const pause: Wish = {
    ...{ ...target, path: 'digest pause', sets: { [paused]: 'yes' } },
    done: /Paused/,
  };
  const resume: Wish = {
    ...{ ...target, path: 'digest resume', sets: { [paused]: none } },
    done: /Resumed|is not paused/,
  };
  const remove: Wish = {
    ...{ ...target, path: 'digest remove', options: { confirm: true } },
    ...{ sets: { [exists]: none, [limit]: none, [paused]: none }, done: /Removed d\d+/ },
  };
  return chance.oneOf(isToStay ? [edit, send] : [edit, edit, send, send, pause, resume, remove]);
}
