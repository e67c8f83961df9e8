import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Archive, buildArchive } from '../core/archive.ts';
import type { Paper } from '../core/paper.ts';
import { inSlices } from '../lib/in-slices.ts';
import type { Log } from '../lib/log.ts';

/** In the data directory. It is derived from the papers, and may be deleted at any time. */
export const snapshotName = 'search-index.bin';

/** Fewer papers are indexed within a second. */
const worthTelling = 10_000;

export interface OpenedArchive {
  readonly archive: Archive;
  /** Saves the search index as it is, unless that is what was saved last. Never rejects: a failure is logged. */
  save(): Promise<void>;
}

/**
 * The archive of these papers. Its search index as it was last saved in the directory is used again as far as it is still
 * right; a file that is damaged, or of another version, is as good as none.
 */
export async function openArchive(
  directory: string,
  papers: readonly Paper[],
  log: Log,
): Promise<OpenedArchive> {
  const path = join(directory, snapshotName);
  const saved = await readFile(path).catch(() => undefined);
  if (saved === undefined && papers.length >= worthTelling) {
    log.info(`Indexing ${papers.length} papers for search.`);
  }
  const archive = await build(papers, saved);
  let latest = archive.index.restored > 0 ? headOf(saved) : undefined;
  let saving: Promise<void> = Promise.resolve();

  /** It needs no sync: a file that a power cut left half written is found out by its checksum. */
  async function write(): Promise<void> {
    if (archive.index.size === 0) return;
    const pieces = await inSlices(archive.index.encode());
    const head = headOf(pieces[0]);
    if (head === latest) return;
    try {
      await writeFile(`${path}.new`, pieces, { mode: 0o600 });
      await rename(`${path}.new`, path);
      latest = head;
    } catch (error) {
      await rm(`${path}.new`, { force: true }).catch(() => undefined);
      log.warn(`The search index could not be saved, so the next start takes longer: ${error}`);
    }
  }

  return {
    archive,
    save() {
      saving = saving.then(write);
      return saving;
    },
  };
}

/** A file begins with the checksum of all the rest. */
function headOf(file: Uint8Array | undefined): string {
  return Buffer.from(file?.subarray(0, 16) ?? []).toString('hex');
}

async function build(papers: readonly Paper[], saved: Uint8Array | undefined): Promise<Archive> {
  if (saved !== undefined) {
    try {
      return await inSlices(buildArchive(papers, { saved, run: inSlices }));
    } catch {
      // A file with a right checksum and wrong contents: nothing of it is used.
    }
  }
  return inSlices(buildArchive(papers, { run: inSlices }));
}
