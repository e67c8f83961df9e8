import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createComplete } from '../../src/commands/complete.ts';
import { createDispatch } from '../../src/commands/dispatch.ts';
import { parseLine } from '../../src/commands/parse-line.ts';
import { actionLine, commands } from '../../src/commands/registry.ts';
import { refusal } from '../../src/commands/reply.ts';
import type { Services } from '../../src/commands/services.ts';
import { createArchive } from '../../src/core/archive.ts';
import type { Actor, Invocation, Reply } from '../../src/core/invocation.ts';
import type { Paper } from '../../src/core/paper.ts';
import { failure } from '../../src/core/problem.ts';
import { createTopicTable } from '../../src/core/query/topics.ts';
import { createDigestService } from '../../src/digests/digest-service.ts';
import { createDue } from '../../src/digests/due.ts';
import { renderPlain } from '../../src/platforms/terminal/render.ts';
import { openLowdbStore } from '../../src/store/lowdb/open-lowdb-store.ts';
import { certainties } from '../fakes/certainties.ts';
import { createRecordingPlatform } from '../fakes/recording-platform.ts';

export const owner: Actor = {
  id: 'terminal:owner',
  name: 'owner',
  canManage: true,
  zone: 'Europe/Berlin',
};
export const guest: Actor = { id: 'terminal:guest', name: 'guest', canManage: false };

export interface DeskOptions {
  readonly papers?: readonly Paper[];
  readonly services?: Partial<Services>;
  readonly uncertainPolicy?: 'resend_once' | 'hold';
}

/**
 * Commands over a real store and the real deliveries, in one place, `terminal:-`. The clock begins at noon UTC of Monday,
 * 2 March 2026, and moves by itself by a millisecond each time it is asked.
 */
export async function openDesk({ papers = [], services, ...delivery }: DeskOptions = {}) {
  const directory = await mkdtemp(join(tmpdir(), 'paperround-desk-'));
  const store = await openLowdbStore({ directory, mode: 'own' });
  const archive = createArchive(papers);
  const faults: unknown[] = [];
  let clock = Date.parse('2026-03-02T12:00:00Z');
  const now = () => (clock += 1);
  const topics = createTopicTable([
    { name: 'llm-agents', title: 'LLM agents', description: 'Agents', query: 'agent*' },
  ]);
  if (!topics.ok) throw new Error(topics.problem.message);
  const log = { info: () => undefined, warn: () => undefined };
  const shared = { store, archive, topics: topics.value, now, log };
  const platform = createRecordingPlatform();
  const platforms = new Map([[platform.id, platform]]);
  const delivering = { ...shared, ...certainties, platforms, ...delivery };
  const due = createDue(delivering);
  const all: Services = {
    ...shared,
    defaultZone: 'UTC',
    digests: createDigestService(delivering, due),
    searchHub: async () => failure({ message: 'It does not answer.' }),
    feedStatus: () => [{ id: 'hugging-face', feed: 'Hugging Face', readAt: clock }],
    placeProblem: async () => undefined,
    linkOf: () => undefined,
    isStoreFaulty: () => false,
    isDataLost: async () => false,
    ...services,
  };
  const dispatch = createDispatch(all, commands, (fault) => faults.push(fault));
  const place = { address: 'terminal:-', realm: 'terminal:-', personalAddress: 'terminal:me' };

  async function say(line: string, actor = owner, asked: Partial<Invocation> = {}): Promise<Reply> {
    const parsed = parseLine(line, commands);
    if (!parsed.ok) return refusal(parsed.problem);
    const { command, args } = parsed.value;
    return dispatch({ path: command.path, args, ...place, actor, ...asked });
  }

  return {
    store,
    archive,
    platform,
    say,
    /** The answer as plain text on one line. */
    text: async (line: string, actor = owner, asked: Partial<Invocation> = {}) =>
      renderPlain((await say(line, actor, asked)).view, actionLine).replaceAll(/\s+/g, ' '),
    complete: createComplete(all, commands),
    /** What no command foresaw. */
    faults,
    /** Moves the clock to an instant and delivers what is due then. */
    async at(instant: string): Promise<void> {
      clock = Date.parse(instant);
      await due.run();
    },
    /** Papers that were not there before, or have changed. */
    arrive: (...put: readonly Paper[]) => archive.apply({ put, removed: [] }),
    async close(): Promise<void> {
      await store.close();
      await rm(directory, { recursive: true });
    },
  };
}

export type Desk = Awaited<ReturnType<typeof openDesk>>;
