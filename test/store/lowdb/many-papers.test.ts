import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLowdbStore } from '../../../src/store/lowdb/open-lowdb-store.ts';
import { samplePaper } from '../sample-records.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** How often others had their turn while work was done. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let timer = setImmediate(count);
  function count(): void {
    turns += 1;
    timer = setImmediate(count);
  }
  await work();
  clearImmediate(timer);
  return turns;
}

test('twenty thousand papers are put, written anew and read, and others have their turn meanwhile', async () => {
  const directory = join(await temporaryDirectory(), 'data');
  const papers = Array.from({ length: 20_000 }, (_, index) =>
    samplePaper({ id: `arxiv:${index}`, abstract: 'Sheep after sheep. '.repeat(70) }),
  );
  const changed = papers.map((paper) => ({ ...paper, abstract: `${paper.abstract}Again.` }));
  const store = await openLowdbStore({ directory, mode: 'own', leastGrowth: 2 ** 20 });
  expect(await turnsDuring(() => store.papers.put(papers))).toBeGreaterThan(20);
  const journal = join(directory, 'papers.jsonl');
  const before = (await readFile(journal)).length;
  for (const each of [changed, papers, changed]) {
    expect(await turnsDuring(() => store.papers.put(each))).toBeGreaterThan(20);
  }
  expect(await turnsDuring(() => store.close())).toBeGreaterThan(20);
  expect((await readFile(journal)).length).toBeLessThan(1.1 * before);
  let read = 0;
  const open = async () => {
    const again = await openLowdbStore({ directory, mode: 'read-only' });
    read = (await again.papers.all()).length;
    await again.close();
  };
  expect(await turnsDuring(open)).toBeGreaterThan(20);
  expect(read).toBe(20_000);
}, 60_000);
