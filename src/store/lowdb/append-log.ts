import { constants } from 'node:fs';
import type { FileSystem } from './file-system.ts';
import { assertSameFile, type KnownFile } from './same-file.ts';

/** A file that only grows, open for writing. */
export interface AppendLog {
  /**
   * Writes pieces at the end, one after another, and syncs them once. Gives the size of the file. Rejects with the error of the
   * file system, or a ProblemError where it is not the same file any more; what was written then counts for nothing.
   */
  append(pieces: Iterable<Buffer>): Promise<number>;
  close(): Promise<void>;
}

/** Opens a file of which only the first `size` bytes count: what follows them is cut off. */
export async function openAppendLog(
  fs: FileSystem,
  path: string,
  { ino, size }: KnownFile,
): Promise<AppendLog> {
  await assertSameFile(fs, path, { ino, size });
  const handle = await fs.open(path, constants.O_WRONLY | constants.O_APPEND);
  let end = size;

  async function write(pieces: Iterable<Buffer>): Promise<number> {
    const there = await assertSameFile(fs, path, { ino, size: end });
    if (there.size > end) await handle.truncate(end);
    let written = 0;
    for (const piece of pieces) {
      await handle.appendFile(piece);
      written += piece.length;
    }
    await handle.datasync();
    return written;
  }

  return {
    async append(pieces) {
      try {
        end += await write(pieces);
        return end;
      } catch (error) {
        // What was written must not be found at the next start. Should this fail too, the next write cuts it off.
        await handle.truncate(end).catch(() => undefined);
        throw error;
      }
    },
    close: () => handle.close(),
  };
}
