import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Low } from 'lowdb';
import { JSONFile } from 'lowdb/node';
import type { Delivery } from '../src/core/delivery.ts';
import type { Paper } from '../src/core/paper.ts';
import { openLowdbStore } from '../src/store/lowdb/open-lowdb-store.ts';
import type { Store } from '../src/store/store.ts';
import type { Bench, BenchReport } from './bench.ts';
import { readCorpus } from './corpus.ts';
import { watchLoop } from './loop-probe.ts';

const peer = 'lowdb JSONFile';
const atOnce = 500;
const payload = {
  components: Array.from({ length: 10 }, (_, place) => ({
    type: 10,
    content: `${place + 1}. **[A paper](https://example.org/abs/${place})** ${'and words of it '.repeat(28)}`,
  })),
};

export const storeBench = {
  name: 'store',
  title: 'Store',
  async run(report) {
    const sizes = report.isSmall ? [1_000, 20_000] : [1_000, 10_000, 100_000];
    await inDirectory((directory) => measureDeliveries(report, directory, sizes));
    await inDirectory((directory) => measureBurst(report, directory));
    const { papers } = await readCorpus(report.isSmall ? 5_000 : 100_000);
    const stored = papers.map(withInstants);
    await inDirectory((directory) => measurePapers(report, directory, stored));
  },
} satisfies Bench;

async function inDirectory(measure: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'paperround-bench-'));
  try {
    await measure(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** The corpus has days where the store has instants. */
function withInstants(paper: Paper): Paper {
  const publishedAt = new Date(paper.publishedAt ?? 0).toISOString();
  return { ...paper, publishedAt, arrivedAt: publishedAt };
}

function sentDelivery(number: number): Delivery {
  const posted = Array.from({ length: 5 }, (_, place) => `arxiv:2603.${number + place}`);
  return {
    subscription: `d${number}`,
    slot: '2026-03-10T09:00+01:00',
    part: 0,
    address: `discord:1000000000/${number}`,
    posted,
    passedOver: [],
    updatedAt: '2026-03-10T08:00:01.000Z',
    status: 'sent',
    externalId: `12345678${number}`,
  };
}

/** The same row as it is after another write. */
const touched = (delivery: Delivery, count: number): Delivery => ({
  ...delivery,
  updatedAt: new Date(Date.UTC(2026, 2, 11) + count).toISOString(),
});

/** One delivery changed and durable, while so many are kept. The sizes take turns, so that a busy disk is fair to all. */
async function measureDeliveries(
  report: BenchReport,
  parent: string,
  sizes: readonly number[],
): Promise<void> {
  report.progress(`one of ${sizes.join(', ')} deliveries`);
  const ours = await Promise.all(
    sizes.map(async (size) => {
      const rows = Array.from({ length: size }, (_, number) => sentDelivery(number));
      const store = await openLowdbStore({ directory: join(parent, `ours-${size}`), mode: 'own' });
      await store.deliveries.put(...rows);
      return { size, rows, store, times: [] as number[] };
    }),
  );
  for (let count = 0; count < 500; count += 1) {
    for (const { size, rows, store, times } of ours) {
      const changed = touched(rows[count % size]!, count);
      times.push(await timed(() => store.deliveries.put(changed)));
    }
  }
  for (const { size, rows, store, times } of ours) {
    await store.close();
    report.progress(`one of ${size} deliveries, ${peer}`);
    const theirs = await measurePeer(join(parent, `peer-${size}`), rows);
    report.row({
      what: `persist one delivery, ${size} kept`,
      ours: median(times),
      unit: 'ms',
      baseline: { name: peer, value: theirs },
      ...(size === sizes.at(-1) && { target: { atLeast: report.isSmall ? 20 : 100 } }),
      note: 'ours is synced to the disk before it counts; lowdb JSONFile does not sync',
    });
  }
  const costs = ours.map(({ times }) => median(times));
  const [first = 1] = costs;
  const last = costs.at(-1) ?? first;
  report.row({
    what: `persist one delivery, ${sizes.at(-1)} kept, over ${sizes[0]}`,
    ours: last,
    unit: 'ms',
    ratio: last / first,
    target: { atMost: 2 },
  });
}

async function measurePeer(path: string, rows: Delivery[]): Promise<number> {
  const low = new Low(new JSONFile<{ rows: Delivery[] }>(path), { rows });
  const times: number[] = [];
  for (let count = 0; count < (rows.length > 10_000 ? 5 : 30); count += 1) {
    low.data.rows[count] = touched(rows[count]!, count);
    times.push(await timed(() => low.write()));
  }
  return median(times);
}

/** What it costs to write down digests: each rendered, sending and sent. */
async function measureBurst(report: BenchReport, parent: string): Promise<void> {
  const digests = report.isSmall ? 2_000 : 20_000;
  report.progress(`${digests} digests, ${atOnce} at a time`);
  const store = await openLowdbStore({ directory: join(parent, 'burst'), mode: 'own' });
  await deliver(store, 0, 2_000);
  const ours = await cpuOf(() => deliver(store, 2_000, digests));
  await store.close();
  const texts: string[] = [];
  const encode = async () => {
    for (let count = 0; count < digests; count += 1) {
      texts[count % 100] = JSON.stringify({
        ...sentDelivery(count),
        payload: structuredClone(payload),
      });
    }
  };
  await encode();
  report.row({
    what: `CPU of a digest written down in three steps, of ${digests}`,
    ours: (ours * 1000) / digests,
    unit: 'µs',
    ratio: ours / (await cpuOf(encode)),
    note: 'all threads; the ratio is to making the row with its payload of 5 kB and encoding it once as JSON',
  });
}

/** Milliseconds of all threads. */
async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Delivers digests, so many at a time. */
async function deliver(store: Store, first: number, count: number): Promise<void> {
  let next = first;
  const lane = async (): Promise<void> => {
    while (next < first + count) {
      const { externalId, ...base } = sentDelivery(next) as Delivery & { externalId: string };
      next += 1;
      const rendered = structuredClone(payload);
      await store.deliveries.put({ ...base, status: 'rendered', payload: rendered });
      await store.deliveries.put({
        ...base,
        status: 'sending',
        payload: rendered,
        attempt: 1,
        firstSentAt: base.updatedAt,
      });
      await store.deliveries.put({ ...base, status: 'sent', externalId });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

/** Every paper put at once, put again with other words, and read again after a restart. */
async function measurePapers(
  report: BenchReport,
  parent: string,
  papers: readonly Paper[],
): Promise<void> {
  const path = join(parent, 'peer.json');
  const low = new Low(new JSONFile<{ papers: readonly Paper[] }>(path), { papers });
  const directory = join(parent, 'ours');
  const store = await openLowdbStore({ directory, mode: 'own' });

  report.progress(`${papers.length} papers put`);
  const theirWrite = await blocked(() => low.write());
  const ourWrite = await blocked(() => store.papers.put(papers));
  reportBlock(report, `${papers.length} papers put`, ourWrite.block, theirWrite.block);

  report.progress('all of them changed twice, and the file written anew');
  const changed = papers.map((paper) => ({ ...paper, abstract: `${paper.abstract} More.` }));
  const whole = (await stat(join(directory, 'papers.jsonl'))).size;
  const rewrite = await blocked(async () => {
    await store.papers.put(changed);
    await store.papers.put(papers);
    await store.papers.put([{ ...papers[0]!, upvotes: -1 }]);
    await store.close();
  });
  const anew = (await stat(join(directory, 'papers.jsonl'))).size;
  if (anew > 1.1 * whole) report.progress(`it was not: ${whole} bytes before, ${anew} after`);
  low.data = { papers: changed };
  const theirRewrite = await blocked(() => low.write());
  reportBlock(
    report,
    `${papers.length} papers changed, file written anew`,
    rewrite.block,
    theirRewrite.block,
  );

  report.progress('read again');
  const theirRead = await blocked(() => low.read());
  const ourRead = await blocked(async () => {
    await (await openLowdbStore({ directory, mode: 'read-only' })).close();
  });
  report.row({
    what: `${papers.length} papers read at start, each checked`,
    ours: ourRead.ms,
    unit: 'ms',
    baseline: { name: peer, value: theirRead.ms },
    note: 'lowdb JSONFile takes what JSON gives; ours checks checksums and every field, and freezes it',
  });
  reportBlock(report, `${papers.length} papers read at start`, ourRead.block, theirRead.block);
}

/** The longest time in which nothing else could run. */
function reportBlock(report: BenchReport, what: string, ours: number, theirs: number): void {
  report.row({
    what: `event loop held up: ${what}`,
    ours,
    unit: 'ms',
    ...(!report.isSmall && { target: { atMost: 50 } }),
    note: `${peer} holds it up for ${theirs.toFixed(0)} ms: ${what}`,
  });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function blocked(work: () => Promise<unknown>): Promise<{ ms: number; block: number }> {
  globalThis.gc?.();
  const probe = watchLoop();
  const ms = await timed(work);
  return { ms, block: probe.stop() };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
