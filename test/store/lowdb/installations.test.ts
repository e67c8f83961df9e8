import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLowdbStore } from '../../../src/store/lowdb/open-lowdb-store.ts';
import { noon } from '../sample-records.ts';
import { temporaryDirectory } from './temporary-directory.ts';

test('a removed installation leaves nothing in any file, backups included', async () => {
  const directory = join(await temporaryDirectory(), 'data');
  const store = await openLowdbStore({ directory, mode: 'own' });
  await store.installations.put({ id: 'kept', sealed: 'secret-kept', updatedAt: noon });
  await store.installations.put({ id: 'gone', sealed: 'secret-gone', updatedAt: noon });
  expect(await everything(directory)).toContain('secret-gone');
  await store.installations.remove('gone');
  const after = await everything(directory);
  expect(after).not.toContain('secret-gone');
  expect(after).toContain('secret-kept');
  await store.close();
});

async function everything(directory: string): Promise<string> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const texts = files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8'));
  return (await Promise.all(texts)).join('\n');
}
