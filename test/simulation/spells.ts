import { isActive, paused, resumed, type Subscription } from '../../src/core/subscription.ts';
import type { FarEnd } from './far-end.ts';
import type { SourceTrouble } from './paper-source.ts';
import type { RunningProcess, World } from './run-process.ts';
import type { Spell } from './troubles.ts';

const hourMs = 3_600_000;

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
    setting(60, 12, trouble, 'lostAfter', 0.3),
    setting(60, 12, trouble, 'lostBefore', 0.3),
    ...forbidding,
  ];
}

export function machineSpells(world: World): Spell[] {
  const { chance, time, trouble } = world;
  return [
    setting(60, 12, trouble, 'dies', 0.05),
    setting(10, 5, trouble, 'isDiskFull', true),
    {
      perYear: 6,
      hours: 3,
      begin: () => time.setWrongBy((chance.often(0.5) ? 1 : -1) * chance.below(5 * hourMs)),
      end: () => time.setWrongBy(0),
    },
    {
      perYear: 40,
      hours: 24 * chance.next() ** 3 * 4,
      begin: () => {
        world.isOff = true;
        world.running?.kill();
      },
      end: () => {
        world.isOff = false;
      },
    },
  ];
}

/** People who pause and resume what they have set up. */
export function peopleSpells(world: World): Spell[] {
  const stamp = (): string => new Date(world.time.now()).toISOString();
  return [...world.memory.subscriptions.keys()].map((id) => ({
    perYear: 3,
    hours: 72,
    begin: () =>
      change(world.running, id, (current) =>
        isActive(current, world.time.now())
          ? paused(current, { kind: 'by-user' }, stamp())
          : current,
      ),
    end: () => resume(world, id),
  }));
}

export function resume(world: World, id: string): void {
  const at = new Date(world.time.now()).toISOString();
  change(world.running, id, (current) =>
    current.status.kind === 'paused' ? resumed(current, at) : current,
  );
}

/** A change that the store refuses is one that the person tries again, or not. */
function change(
  running: RunningProcess | undefined,
  id: string,
  to: (current: Subscription) => Subscription,
): void {
  running?.store.subscriptions.update(id, to).catch(() => undefined);
}
