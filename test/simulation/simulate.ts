import { nextSlots } from '../../src/core/schedule/due-slot.ts';
import { parseSchedule } from '../../src/core/schedule/parse-schedule.ts';
import type { Subscription } from '../../src/core/subscription.ts';
import { emptyMemory, type Memory } from '../fakes/memory-store.ts';
import { subscription } from '../fakes/papers.ts';
import { createFarEnd } from './far-end.ts';
import { breachesAtEnd, watch } from './invariants.ts';
import { createPaperSource } from './paper-source.ts';
import { createChance } from './random.ts';
import { type Surroundings, startProcess } from './run-process.ts';
import { machineSpells, peopleSpells, platformSpells, resume, sourceSpells } from './spells.ts';
import { createTroubles } from './troubles.ts';
import { noteTrueTimes } from './true-times.ts';
import { createVirtualTime, everythingDone } from './virtual-time.ts';
import { falseRows, watchOutcomes } from './watch-outcomes.ts';
import { watchSlots } from './watch-slots.ts';
import { openFailingStore, type World } from './world.ts';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** Seeds in a row live through the year bit by bit: six of sixty-one days each know every change of the clocks. */
const firstStart = Date.parse('2026-01-05T00:00:00Z');
/** Days at the end on which nothing goes wrong, so that what is owed can be paid. */
const calmDays = 15;

export interface SimulationOptions {
  readonly seed: number;
  /** Days on which things go wrong. */
  readonly days: number;
}

export interface SimulationReport extends SimulationOptions {
  readonly messages: number;
  readonly papers: number;
  /** All the days, the calm ones at the end included. */
  readonly livedDays: number;
  /** Processes started. */
  readonly starts: number;
  /** Spells of trouble. */
  readonly troubles: number;
  /** Slots in quiet hours, of which each has to have its outcome in time. */
  readonly slots: number;
  /** Promises that were broken, one line each. */
  readonly breaches: readonly string[];
}

const wanted: readonly (Partial<Subscription> & { address: string; when: string })[] = [
  { when: 'daily 09:00 Europe/Berlin', address: 'exact:ch1' },
  { when: 'weekdays 10:30 Europe/Berlin', address: 'exact:ch1', queries: ['agent OR retrieval'] },
  { when: 'weekdays 18:30 America/New_York', address: 'exact:ch2', queries: ['upvotes>=20'] },
  { when: 'daily 02:30 Europe/Berlin', address: 'blind:ch3', queries: ['vision'], quiet: 'note' },
  { when: 'daily 08:00,20:00 Pacific/Chatham', address: 'exact:dm', scope: 'personal', limit: 10 },
  { when: 'mondays 08:00 UTC', address: 'blind:ch4', limit: 10 },
];

/** Lives through days on which nearly everything fails at some time, and tells which promises were broken. */
export async function simulate({ seed, days }: SimulationOptions): Promise<SimulationReport> {
  const chance = createChance(seed);
  const start = firstStart + ((seed * 61) % 366) * dayMs;
  const time = createVirtualTime(start);
  const source = createPaperSource(chance, time.elapsed, start);
  const memory = emptyMemory();
  addSubscriptions(memory, new Date(start).toISOString());
  const times = noteTrueTimes(memory, time.elapsed);
  const farEnds = [
    createFarEnd({ id: 'exact', canTell: true, chance, time }),
    createFarEnd({ id: 'blind', canTell: false, knowsForMs: 2 * minuteMs, chance, time }),
  ];
  const trouble = { dies: 0, isDiskFull: false, isBeatless: false, isOff: false };
  const world: World = {
    time,
    chance,
    memory,
    farEnds,
    feed: source.feed,
    trouble,
    uncertainPolicy: chance.oneOf(['hold', 'resend_once']),
    resumes: new Map(),
    running: undefined,
  };
  const surroundings: Surroundings = {
    ...world,
    openStore: async (life) => openFailingStore(world, life),
    platformsFor: ({ isAlive }) => farEnds.map((end) => end.platform(isAlive)),
  };
  const troubles = createTroubles(
    [
      ...sourceSpells(source.trouble),
      ...farEnds.flatMap((end) => platformSpells(end, addressesOf(end.id), world)),
      ...machineSpells(world),
      ...peopleSpells(world),
    ],
    chance,
    time.elapsed,
  );
  const slots = watchSlots(memory, troubles.quietSince, time.elapsed);
  const watches = [...farEnds.map((end) => watch(end, world)), slots, watchOutcomes(memory)];
  const breaches: string[] = [];
  let starts = 0;

  async function beat(): Promise<void> {
    if (world.running?.isAlive() !== true && !trouble.isOff) {
      starts += 1;
      world.running = await startProcess(surroundings);
    }
    if (!trouble.isBeatless) world.running?.beat();
    world.running?.wake();
    await everythingDone();
    breaches.push(...watches.flatMap((each) => each.look()));
    await time.passTo(nextBeat(world));
  }

  const end = start + days * dayMs;
  for (let hour = start; time.elapsed() < end && breaches.length === 0; ) {
    troubles.endOver();
    if (time.elapsed() >= hour) {
      hour += hourMs;
      troubles.hour();
    }
    await beat();
  }
  troubles.endAll();
  while (time.elapsed() < end + calmDays * dayMs && breaches.length === 0) {
    for (const { id, status } of memory.subscriptions.values()) {
      if (status.kind === 'paused') resume(world, id);
    }
    await beat();
  }
  if (breaches.length === 0) {
    breaches.push(...breachesAtEnd(memory, times, end), ...falseRows(memory, farEnds));
  }
  const messages = farEnds.reduce((sum, { shown }) => sum + shown.length, 0);
  const { size } = memory.papers;
  const livedDays = Math.round((time.elapsed() - start) / dayMs);
  const counts = { livedDays, starts, troubles: troubles.count(), slots: slots.count() };
  return { seed, days, messages, papers: size, ...counts, breaches };
}

function addSubscriptions(memory: Memory, at: string): void {
  for (const { when, ...given } of wanted) {
    const schedule = parseSchedule(when, { zone: 'UTC' });
    if (!schedule.ok) throw new Error(`${when}: ${schedule.problem.message}`);
    memory.lastNumber += 1;
    const id = `d${memory.lastNumber}`;
    const stamps = { since: at, settledUntil: at, consideredUntil: at, createdAt: at };
    const added = subscription({ ...given, ...stamps, id, schedule: schedule.value });
    memory.subscriptions.set(id, added);
  }
}

function addressesOf(platform: string): string[] {
  return wanted.map(({ address }) => address).filter((each) => each.startsWith(`${platform}:`));
}

/** As the scheduler: each minute and when something is to be tried again; a quarter of an hour where nothing is to do. */
function nextBeat({ time, memory, running }: World): number {
  const soon = time.now() + 15 * minuteMs;
  const isSoon = [...memory.subscriptions.values()].some((each) => nextSlotAt(each) <= soon);
  const again = (running?.againAt() ?? Number.POSITIVE_INFINITY) - time.now();
  return time.elapsed() + Math.min((isSoon ? 1 : 15) * minuteMs, Math.max(again, secondMs));
}

const slotTimes = new WeakMap<Subscription, number>();

function nextSlotAt(subscription: Subscription): number {
  const known = slotTimes.get(subscription);
  if (known !== undefined) return known;
  const { schedule, settledUntil } = subscription;
  const [slot] = nextSlots(schedule, Date.parse(settledUntil), 1);
  const at = slot?.at ?? Number.POSITIVE_INFINITY;
  slotTimes.set(subscription, at);
  return at;
}
