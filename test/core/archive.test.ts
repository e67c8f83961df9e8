import { describe, expect, test } from 'vitest';
import { buildArchive, createArchive } from '../../src/core/archive.ts';
import { runAtOnce } from '../../src/core/steps.ts';
import { inSlices } from '../../src/lib/in-slices.ts';
import { paper } from '../fakes/papers.ts';

const kettles = paper('2601.00001', { title: 'Kettles that think' });
const teapots = paper('2601.00002', { title: 'Teapots that sing' });

describe('an archive', () => {
  test('finds a change once it is applied', async () => {
    const archive = await inSlices(buildArchive([kettles], { run: inSlices }));
    await archive.apply({ put: [teapots], removed: [kettles.id] });
    expect([...archive.papers()]).toEqual([teapots]);
    expect(archive.get(kettles.id)).toBeUndefined();
    expect(archive.index.complete('teapots', 5)).toEqual([teapots]);
    expect(archive.index.complete('kettles', 5)).toEqual([]);
  });

  test('takes changes that come before the one before is done', async () => {
    const archive = await inSlices(buildArchive([], { run: inSlices }));
    const many = Array.from({ length: 300 }, (_, number) =>
      paper(`2602.${`${number}`.padStart(5, '0')}`, { title: `Spoons that bend ${number}` }),
    );
    await Promise.all(many.map((each) => archive.apply({ put: [each], removed: [] })));
    expect(archive.index.size).toBe(300);
    expect(archive.index.complete('spoons', 400)).toHaveLength(300);
  });

  test('starts from what an earlier one knew', () => {
    const earlier = createArchive([kettles, teapots]);
    const saved = Buffer.concat(runAtOnce(earlier.index.encode()));
    const archive = runAtOnce(buildArchive([teapots, kettles], { saved }));
    expect(archive.index.restored).toBe(2);
    expect(archive.index.complete('kettles', 5)).toEqual([kettles]);
  });
});
