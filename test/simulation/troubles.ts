import type { Chance } from './random.ts';

const hourMs = 3_600_000;
const hoursAYear = 365 * 24;

/** Something that goes wrong for a while. */
export interface Spell {
  /** How often it begins. */
  readonly perYear: number;
  /** How long it lasts, about. */
  readonly hours: number;
  begin(): void;
  end(): void;
}

export interface Troubles {
  /** Begins what begins in this hour. */
  hour(): void;
  /** Ends what is over by now. */
  endOver(): void;
  endAll(): void;
  /** How many have begun. */
  count(): number;
  /** Since when nothing is wrong; Infinity while something is. */
  quietSince(): number;
}

/** Lets each spell begin by chance, at most once at a time, and end again. `elapsed` in epoch milliseconds. */
export function createTroubles(
  spells: readonly Spell[],
  chance: Chance,
  elapsed: () => number,
): Troubles {
  const endings = new Map<Spell, number>();
  let begun = 0;
  let endedAt = Number.NEGATIVE_INFINITY;

  function endWhere(isOver: (until: number) => boolean): void {
    for (const [spell, until] of endings) {
      if (!isOver(until)) continue;
      endings.delete(spell);
      endedAt = elapsed();
      spell.end();
    }
  }

  return {
    hour() {
      for (const spell of spells) {
        if (!chance.often(spell.perYear / hoursAYear) || endings.has(spell)) continue;
        begun += 1;
        endings.set(spell, elapsed() + (0.2 + chance.next()) * spell.hours * hourMs);
        spell.begin();
      }
    },
    endOver: () => endWhere((until) => until <= elapsed()),
    endAll: () => endWhere(() => true),
    count: () => begun,
    quietSince: () => (endings.size === 0 ? endedAt : Number.POSITIVE_INFINITY),
  };
}
