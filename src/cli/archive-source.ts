import { existsSync } from 'node:fs';
import type { Config } from '../config.ts';
import { type Archive, createArchive } from '../core/archive.ts';
import { papersOfLatestDay } from '../core/latest-day.ts';
import type { Paper } from '../core/paper.ts';
import { openLowdbStore } from '../store/lowdb/open-lowdb-store.ts';
import { openArchive } from '../store/search-snapshot.ts';
import { samplePapers, samplesText } from './samples.ts';
import { noteReports, readSources } from './source-papers.ts';
import type { VerbRequest } from './verb.ts';

/** The papers that a verb works on, and those of them that are today's. */
export interface ArchiveSource {
  readonly archive: Archive;
  readonly today: readonly Paper[];
}

/**
 * From the sources that `--from` names, else from the store, else from the bundled samples, which is said: beside papers
 * that are printed for people, on standard error where they are `forPrograms`.
 */
export async function openArchiveSource(
  { options, config, output }: Pick<VerbRequest, 'options' | 'config' | 'output'>,
  forPrograms: boolean,
): Promise<ArchiveSource> {
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
  const notice = `No papers are stored yet. ${samplesText}`;
  if (forPrograms) output.note(notice);
  else output.print(`${notice}\n`);
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
