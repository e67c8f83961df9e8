import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { createComplete } from '../../src/commands/complete.ts';
import { createDispatch } from '../../src/commands/dispatch.ts';
import { formFor } from '../../src/commands/form.ts';
import { commands } from '../../src/commands/registry.ts';
import type { Services } from '../../src/commands/services.ts';
import { createArchive } from '../../src/core/archive.ts';
import { mergeIntoArchive } from '../../src/core/merge-papers.ts';
import { failure, success } from '../../src/core/problem.ts';
import { createTopicTable, parseTopics } from '../../src/core/query/topics.ts';
import { createDue } from '../../src/digests/due.ts';
import { planFor } from '../../src/digests/plan/plan.ts';
import { parseDocument } from '../../src/feeds/formats.ts';
import type { Desk } from '../../src/platforms/platform.ts';
import { readRecord } from '../../src/store/read-record.ts';
import { paperRecord } from '../../src/store/records.ts';
import { certainties } from '../fakes/certainties.ts';
import { createMemoryStore, emptyMemory } from '../fakes/memory-store.ts';
import { createRecordingPlatform } from '../fakes/recording-platform.ts';
import { hostilePaper } from './hostile.ts';

const folder = 'data/samples';
const seenAt = '2026-03-02T06:00:00.000Z';
const noon = Date.parse('2026-03-02T12:00:00Z');

/** What there is to find: the samples, and papers as bad as the store allows, with a title. */
function archiveOfAll() {
  const read = readdirSync(folder)
    .map((name) => parseDocument(readFileSync(`${folder}/${name}`, 'utf8'), { seenAt }))
    .flatMap((outcome) => (outcome.kind === 'parsed' ? outcome.papers : []));
  const { put } = mergeIntoArchive(new Map(), read, seenAt);
  const hostile = fc
    .sample(hostilePaper, { seed: 1, numRuns: 60 })
    .map((paper, index) => ({ ...paper, id: `arxiv:2603.0000${index}`, arrivedAt: seenAt }))
    .filter((paper) => paper.title.trim() !== '' && readRecord(paperRecord, paper).ok);
  return createArchive([...put, ...hostile]);
}

function curatedTopics() {
  const topics = parseTopics(JSON.parse(readFileSync('config/topics.json', 'utf8')));
  const table = topics.ok ? createTopicTable(topics.value) : topics;
  if (!table.ok) throw new Error(table.problem.message);
  return table.value;
}

const archive = archiveOfAll();
const topics = curatedTopics();

export interface OpenDesk {
  readonly desk: Desk;
  /** What no command foresaw. */
  readonly faults: readonly unknown[];
}

/** Everything that commands need, in memory and as if nobody had used it. */
export function openDesk(): OpenDesk {
  const store = createMemoryStore(emptyMemory());
  const faults: unknown[] = [];
  let clock = noon;
  const now = () => (clock += 1);
  const log = { info: () => undefined, warn: () => undefined };
  const platforms = new Map(
    ['terminal', 'discord', 'slack'].map((id) => [id, createRecordingPlatform(id)]),
  );
  const delivery = { store, archive, topics, now, log, platforms, ...certainties };
  const due = createDue(delivery);
  const services: Services = {
    store,
    archive,
    topics,
    now,
    defaultZone: 'UTC',
    digests: {
      preview: (subscription, slot) => planFor(delivery, subscription, slot, 'by-hand'),
      upcoming: (subscription, slot) => planFor(delivery, subscription, slot, 'schedule'),
      async sendNow(subscription) {
        const result = await due.sendNow(subscription);
        return success(result.kind === 'sent' ? result.papers : 0);
      },
    },
    searchHub: async () => failure({ message: 'It does not answer.' }),
    feedStatus: () => [{ id: 'hugging-face', feed: 'Hugging Face', readAt: clock }],
    placeProblem: async () => undefined,
    linkOf: () => undefined,
    isStoreFaulty: () => false,
    isDataLost: async () => false,
  };
  return {
    faults,
    desk: {
      dispatch: createDispatch(services, commands, (fault) => faults.push(fault)),
      complete: createComplete(services, commands),
      form: (invocation) => formFor(services, invocation),
      placeLost: async () => undefined,
      placesGone: async () => undefined,
      placesBack: async () => undefined,
      placesChanged: async () => undefined,
      installations: store.installations,
    },
  };
}
