import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { type Archive, createArchive } from '../core/archive.ts';
import { papersOfLatestDay } from '../core/latest-day.ts';
import type { Paper } from '../core/paper.ts';
import { openLowdbStore } from '../store/lowdb/open-lowdb-store.ts';
import { openArchive } from '../store/search-snapshot.ts';
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
    const { papers, reports } = await readSources(sources, output.note);
    noteReports(reports, output);
    return { archive: createArchive(papers), today: papers };
  }
  const stored = await storedPapers(config);
  if (stored.length > 0) {
    const log = { info: output.note, warn: output.note };
    const { archive } = await openArchive(config.dataDirectory, stored, log);
    return { archive, today: papersOfLatestDay(stored) };
  }
  output.note('No papers are stored yet, so these are the bundled samples: invented papers.');
  const samples = await samplePapers(config.home, Date.now());
  return { archive: createArchive(samples), today: papersOfLatestDay(samples) };
}

async function storedPapers({ dataDirectory }: Config): Promise<readonly Paper[]> {
  if (!existsSync(dataDirectory)) return [];
  const store = await openLowdbStore({ directory: dataDirectory, mode: 'read-only' });
  const papers = await store.papers.all();
  await store.close();
  return papers;
}

/**
 * The invented papers of `data/samples`, all formats together. Their days are moved so that the newest is today: what is
 * asked of the last days finds something.
 */
export async function samplePapers(home: string, now: number): Promise<Paper[]> {
  const folder = join(home, 'data/samples');
  const files = (await readdir(folder)).sort();
  const { papers } = await readSources(files.map((file) => join(folder, file)));
  const newest = papers.reduce(
    (day, { featuredOn = '' }) => (featuredOn > day ? featuredOn : day),
    '',
  );
  const today = new Date(now).toISOString().slice(0, 10);
  const shift = Date.parse(today) - Date.parse(newest);
  return papers.map((paper) => ({
    ...paper,
    ...(paper.featuredOn && { featuredOn: moved(paper.featuredOn, shift).slice(0, 10) }),
    ...(paper.publishedAt && { publishedAt: moved(paper.publishedAt, shift) }),
  }));
}

function moved(instant: string, by: number): string {
  return new Date(Date.parse(instant) + by).toISOString();
}
