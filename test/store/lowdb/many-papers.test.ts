import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLowdbStore } from '../../../src/store/lowdb/open-lowdb-store.ts';
import { samplePaper } from '../sample-records.ts';
import { temporaryDirectory } from './temporary-directory.ts';

test('ten thousand papers are put and read again in reasonable time', async () => {
  const directory = join(await temporaryDirectory(), 'data');
  const papers = Array.from({ length: 10_000 }, (_, index) =>
    samplePaper({
      id: `arxiv:${index}`,
      abstract: 'Sheep after sheep. '.repeat(70),
      featuredOn: `202${index % 5}-${String(1 + (index % 12)).padStart(2, '0')}-15`,
    }),
  );
  const store = await openLowdbStore({ directory, mode: 'own' });
  await store.papers.put(papers);
  await Promise.all(papers.slice(0, 500).map((paper) => store.papers.put([paper])));
  await store.close();
  const again = await openLowdbStore({ directory, mode: 'own' });
  expect(await again.papers.all()).toHaveLength(10_000);
  await again.close();
}, 10_000);
