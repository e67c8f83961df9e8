import { expect, test } from 'vitest';
import { buildArchive, createArchive } from '../../../src/core/archive.ts';
import { runAtOnce, type Steps } from '../../../src/core/steps.ts';
import { type Taste, tasteScores } from '../../../src/core/taste.ts';
import { createRecentTastes } from '../../../src/digests/plan/recent-tastes.ts';
import { paper } from '../../fakes/papers.ts';

const at = '2026-03-02T08:00:00.000Z';
const abstract = 'Kettles boil water, and quiet kettles boil it quietly.';
const papers = ['1', '2', '3', '4'].map((id) => paper(`2603.0000${id}`, { abstract }));
const tastes: readonly Taste[] = papers
  .slice(0, 2)
  .map(({ id }, index) => ({ paper: id, wants: index === 0 ? 'more' : 'less', at }));

test('tastes count as ever, are looked for once, and anew when papers change', async () => {
  const archive = createArchive(papers);
  let looks = 0;
  const index = {
    ...archive.index,
    similar(...asked: Parameters<typeof archive.index.similar>) {
      looks += 1;
      return archive.index.similar(...asked);
    },
  };
  const recentTastes = createRecentTastes({ ...archive, index }, async () => undefined);
  const known = tasteScores(tastes, archive.index);
  expect(known.size).toBeGreaterThan(0);
  expect(await recentTastes(tastes)).toEqual(known);
  expect(await recentTastes([...tastes])).toEqual(known);
  expect(looks).toBe(2);
  await archive.apply({ put: [paper('2603.00009', { abstract })], removed: [] });
  expect(await recentTastes(tastes)).toEqual(tasteScores(tastes, archive.index));
  expect(looks).toBe(4);
});

test('tastes count for papers that change while they are looked for', async () => {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  async function run<T>(steps: Steps<T>): Promise<T> {
    await released;
    return runAtOnce(steps);
  }
  const archive = runAtOnce(buildArchive(papers, { run }));
  const recentTastes = createRecentTastes(archive, async () => undefined);
  const changed = papers.map((each) => ({ ...each, upvotes: each.upvotes + 50 }));
  const applied = archive.apply({ put: changed, removed: [] });
  await recentTastes(tastes);
  release();
  await applied;
  expect(await recentTastes(tastes)).toEqual(tasteScores(tastes, archive.index));
  const likeFirst = await recentTastes(tastes.slice(0, 1));
  expect(papers.slice(1).every(({ id }) => (likeFirst.get(id) ?? 0) > 0)).toBe(true);
});
