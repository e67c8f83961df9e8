import { patchSubscription, withQueries } from '../../src/commands/subscriptions.ts';
import { isActive, paused, resumed, type Subscription } from '../../src/core/subscription.ts';
import type { FarEnd } from './far-end.ts';
import type { SourceTrouble } from './paper-source.ts';
import type { Chance } from './random.ts';
import type { RunningProcess } from './run-process.ts';
import type { Spell } from './troubles.ts';
import type { World } from './world.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** A spell that sets a value, and sets it back. */
function setting<T extends object, K extends keyof T>(
  perYear: number,
  hours: number,
  object: T,
  key: K,
  value: T[K],
): Spell {
  const usual = object[key];
  return {
    perYear,
    hours,
    begin: () => {
      object[key] = value;
    },
    end: () => {
      object[key] = usual;
    },
  };
}

export function sourceSpells(trouble: SourceTrouble): Spell[] {
  return [
    setting(40, 10, trouble, 'isDown', true),
    setting(30, 5, trouble, 'isPartial', true),
    setting(10, 5, trouble, 'isEmpty', true),
    setting(20, 10, trouble, 'isLate', true),
    setting(30, 8, trouble, 'isLying', true),
  ];
}

export function platformSpells(
  { id, trouble }: FarEnd,
  addresses: readonly string[],
  world: World,
): Spell[] {
  const forbidding = addresses.map(
    (address): Spell => ({
      perYear: 3,
      hours: 48,
      begin: () => void trouble.forbidden.add(address),
      end: () => {
        trouble.forbidden.delete(address);
        world.running?.changed(`${id}:`);
      },
    }),
  );
  return [
    setting(60, 12, trouble, 'busy', 0.5),
    setting(30, 4, trouble, 'failing', 0.7),
    setting(60, 12, trouble, 'lostAfter', 0.3),
    setting(60, 12, trouble, 'lostBefore', 0.3),
    setting(30, 12, trouble, 'slow', 0.5),
    ...forbidding,
  ];
}

export function machineSpells(world: World): Spell[] {
  const { chance, time, trouble } = world;
  return [
    setting(60, 12, trouble, 'dies', 0.05),
    setting(10, 5, trouble, 'isDiskFull', true),
    setting(10, 5, trouble, 'isBeatless', true),
    {
      perYear: 9,
      hours: 3,
      begin: () => time.setWrongBy(chance.often(0.7) ? slightlyWrong(chance) : farOff(chance)),
      end: () => time.setWrongBy(0),
    },
    {
      perYear: 40,
      hours: 24 * chance.next() ** 3 * 4,
      begin: () => {
        trouble.isOff = true;
        world.running?.kill();
      },
      end: () => {
        trouble.isOff = false;
      },
    },
  ];
}

function slightlyWrong(chance: Chance): number {
  return (chance.often(0.5) ? 1 : -1) * chance.below(5 * hourMs);
}

/** Days back or ahead: a battery that is empty, a date that was mistyped. */
function farOff(chance: Chance): number {
  return dayMs * chance.oneOf([-7, -3, -1, -1, 1, 7, 7, 10]) + slightlyWrong(chance);
}

const queries = ['agent', 'retrieval OR robot', 'vision', 'speech -memory'];
const zones = ['Europe/Berlin', 'America/New_York', 'Pacific/Chatham', 'UTC'];
const times = ['02:30', '07:00', '09:00', '18:30'];

/** People who pause and resume, change, send by hand, remove and set up again. */
export function peopleSpells(world: World): Spell[] {
  const { chance, memory, time } = world;
  const anyId = (): string => chance.oneOf([...memory.subscriptions.keys()]);
  const stamp = (): string => new Date(time.now()).toISOString();
  const atOnce = (perYear: number, begin: () => void): Spell => {
    return { perYear, hours: 0, begin, end: () => undefined };
  };
  return [
    ...Array.from({ length: 6 }, () => pausing(world, anyId)),
    atOnce(12, () => {
      const patch = { zone: chance.oneOf(zones), time: chance.oneOf(times) };
      change(world.running, anyId(), (current) => patchSubscription(current, patch, time.now()));
    }),
    atOnce(12, () => {
      const query = chance.oneOf(queries);
      change(world.running, anyId(), (current) => withQueries(current, [query]));
    }),
    atOnce(24, () => {
      const found = memory.subscriptions.get(anyId());
      if (found !== undefined) world.running?.sendNow(found);
    }),
    atOnce(6, () => {
      const found = memory.subscriptions.get(anyId());
      if (found !== undefined) setUpAgain(world.running, found, stamp());
    }),
  ];
}

function pausing(world: World, anyId: () => string): Spell {
  let id = '';
  return {
    perYear: 3,
    hours: 72,
    begin() {
      id = anyId();
      const now = world.time.now();
      const at = new Date(now).toISOString();
      change(world.running, id, (current) =>
        isActive(current, now) ? paused(current, { kind: 'by-user' }, at) : current,
      );
    },
    end: () => resume(world, id),
  };
}

export function resume(world: World, id: string): void {
  const at = new Date(world.time.now()).toISOString();
  change(world.running, id, (current) => {
    if (current.status.kind !== 'paused') return current;
    world.resumes.set(id, (world.resumes.get(id) ?? 0) + 1);
    return resumed(current, at);
  });
}

/** A clone takes the place of a subscription, unless the process ends between the two. */
function setUpAgain(running: RunningProcess | undefined, old: Subscription, at: string): void {
  const { id, awaySince: _, refused: __, ...rest } = old;
  const stamps = { since: at, settledUntil: at, consideredUntil: at, createdAt: at };
  const status = { kind: 'active' } as const;
  running?.store.subscriptions
    .add({ ...rest, ...stamps, status })
    .then(() => running.store.subscriptions.remove(id))
    .catch(() => undefined);
}

/** A change that the store refuses is one that the person tries again, or not. */
function change(
  running: RunningProcess | undefined,
  id: string,
  to: (current: Subscription) => Subscription,
): void {
  running?.store.subscriptions.update(id, to).catch(() => undefined);
}
