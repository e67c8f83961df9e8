import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { type Archive, createArchive } from '../core/archive.ts';
import { papersOfLatestDay } from '../core/latest-day.ts';
import type { Paper } from '../core/paper.ts';
import { openLowdbStore } from '../store/lowdb/open-lowdb-store.ts';
import { noteReports, readSources } from './source-papers.ts';
import type { VerbRequest } from './verb.ts';

/** The papers that a verb works on, and those of them that are today's. */
export interface ArchiveSource {
  readonly archive: Archive;
  readonly today: readonly Paper[];
}

/** From the sources that `--from` names, else from the store, else from the bundled samples, which is said. */
export async function openArchiveSource({
  options,
  config,
  output,
}: Pick<VerbRequest, 'options' | 'config' | 'output'>): Promise<ArchiveSource> {
  const sources = options.texts('from');
  if (sources.length > 0) {
    const { papers, reports } = await readSources(sources);
    noteReports(reports, output);
    return { archive: createArchive(papers), today: papers };
  }
  const stored = await storedPapers(config);
  if (stored.length > 0) {
    return { archive: createArchive(stored), today: papersOfLatestDay(stored) };
  }
  output.note('No papers are stored yet, so these are the bundled samples: invented papers.');
  const samples = await samplePapers(config);
  return { archive: createArchive(samples), today: papersOfLatestDay(samples) };
}

async function storedPapers(config: Config): Promise<readonly Paper[]> {
  const store = await openLowdbStore({ directory: config.dataDirectory, mode: 'read-only' });
  const papers = await store.papers.all();
  await store.close();
  return papers;
}

/** The invented papers of `data/samples`, all formats together. */
export async function samplePapers({ home }: Pick<Config, 'home'>): Promise<Paper[]> {
  const folder = join(home, 'data/samples');
  const files = (await readdir(folder)).sort();
  return (await readSources(files.map((file) => join(folder, file)))).papers;
}
