import { join } from 'node:path';
import type { Adapter } from 'lowdb';
import { z } from 'zod';
import type { Paper, PaperId } from '../../core/paper.ts';
import { paperRecord } from '../records.ts';
import { type DocumentPlace, documentText, openDocument } from './document-file.ts';
import { errorCode, type FileSystem } from './file-system.ts';
import type { Migration } from './migrations.ts';
import { type Codec, readRecords } from './read-document.ts';
import { replaceFiles } from './replace-files.ts';
import { fileProblem, saveProblem } from './store-problems.ts';

export type PaperMonth = ReadonlyMap<PaperId, Paper>;

/** Papers by month, `2026-08`. A month is replaced, never changed, so that a write sees which ones are new. */
export type PaperMonths = Map<string, PaperMonth>;

const documentFields = z.object({ papers: z.array(z.unknown()) });

/** A lowdb adapter for papers, one file a month, that writes only the months that changed, all or none. */
export function paperMonthFiles(
  place: DocumentPlace,
  directory: string,
  steps: readonly Migration[],
): Adapter<PaperMonths> {
  const pathOf = (month: string) => join(directory, `${month}.json`);
  let written: ReadonlyMap<string, PaperMonth> = new Map();
  return {
    async read() {
      const months: PaperMonths = new Map();
      const codec = paperMonthCodec(steps, months);
      for (const month of await monthsIn(place, directory)) {
        const papers = await openDocument(place, pathOf(month), codec);
        if (papers) months.set(month, papers);
      }
      written = new Map(months);
      return months;
    },
    async write(months) {
      const codec = paperMonthCodec(steps, months);
      const changed = [...months].filter(([month, papers]) => written.get(month) !== papers);
      try {
        await replaceFiles(
          place.fs,
          changed.map(([month, papers]) => ({
            path: pathOf(month),
            text: documentText(codec, papers),
          })),
        );
      } catch (error) {
        throw saveProblem(directory, error);
      }
      written = new Map(months);
    },
  };
}

/** `months`: those read before; a paper that is in one of them is not taken again. */
function paperMonthCodec(steps: readonly Migration[], months: PaperMonths): Codec<PaperMonth> {
  return {
    migrations: steps,
    decode(document, reject) {
      const { papers } = documentFields.parse(document);
      const records = readRecords(paperRecord, papers, ({ id }) => id, reject);
      for (const [id, record] of records) {
        const month = monthHolding(months, id);
        if (month === undefined) continue;
        records.delete(id);
        reject({ reason: `a second one of its id, after that in ${month}.json`, record });
      }
      return records;
    },
    encode: (papers) => ({ papers: [...papers.values()] }),
  };
}

/** The month in which a paper is kept, if it is. */
export function monthHolding(months: PaperMonths, id: PaperId): string | undefined {
  for (const [month, papers] of months) if (papers.has(id)) return month;
  return undefined;
}

/** The months that have a file or a backup, in order. */
async function monthsIn({ fs }: DocumentPlace, directory: string): Promise<string[]> {
  const months = (await namesIn(fs, directory))
    .map((name) => /^(\d{4}-\d{2})\.json(?:\.bak)?$/.exec(name)?.[1])
    .filter((month) => month !== undefined);
  return [...new Set(months)].sort();
}

async function namesIn(fs: FileSystem, directory: string): Promise<string[]> {
  try {
    return await fs.readdir(directory);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw fileProblem(`read ${directory}`, error);
  }
}
