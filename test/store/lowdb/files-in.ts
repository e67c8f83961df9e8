import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Every file of a directory and those below, by its name, with its text. */
export async function filesIn(directory: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const name of (await readdir(directory, { recursive: true })).sort()) {
    const path = join(directory, name);
    if ((await stat(path)).isFile()) files[name] = await readFile(path, 'utf8');
  }
  return files;
}
