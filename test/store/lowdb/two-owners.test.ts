import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLowdbStore } from '../../../src/store/lowdb/open-lowdb-store.ts';
import { problemOf } from './problem-of.ts';
import { temporaryDirectory } from './temporary-directory.ts';

test('a directory has one owner, by whatever path, until it closes', async () => {
  const parent = await temporaryDirectory();
  const directory = join(parent, 'data');
  const store = await openLowdbStore({ directory, mode: 'own' });
  await symlink(directory, join(parent, 'link'));
  for (const path of [directory, join(parent, 'link'), join(parent, '.', 'data', '..', 'data')]) {
    const problem = await problemOf(openLowdbStore({ directory: path, mode: 'own' }));
    expect(problem.message).toMatch(/^Another Paperround is using /);
  }
  const neighbor = await openLowdbStore({ directory: join(parent, 'other'), mode: 'own' });
  await neighbor.close();
  await store.close();
  const next = await openLowdbStore({ directory, mode: 'own' });
  await next.close();
});

test('of many that open at once exactly one wins', async () => {
  const directory = join(await temporaryDirectory(), 'data');
  const opened = await Promise.allSettled(
    Array.from({ length: 10 }, () => openLowdbStore({ directory, mode: 'own' })),
  );
  const winners = opened.filter((each) => each.status === 'fulfilled');
  expect(winners).toHaveLength(1);
  await winners[0]?.value.close();
});
