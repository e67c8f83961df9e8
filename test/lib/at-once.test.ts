import { expect, test } from 'vitest';
import { createAtOnce } from '../../src/lib/at-once.ts';

test('no more than so many of a key are under way, first come, first served, whoever fails', async () => {
  const atOnce = createAtOnce(2);
  const begun: string[] = [];
  const ends = new Map<string, { resolve: () => void; reject: (fault: Error) => void }>();
  const run = (key: string, name: string) =>
    atOnce(key, () => {
      begun.push(name);
      return new Promise<void>((resolve, reject) => ends.set(name, { resolve, reject }));
    });
  const all = ['a1', 'a2', 'a3', 'a4', 'b1'].map((name) => run(name.slice(0, 1), name));
  await expect.poll(() => begun).toEqual(['a1', 'a2', 'b1']);
  const failed = expect(all[1]).rejects.toThrow('no');
  ends.get('a2')?.reject(new Error('no'));
  await failed;
  await expect.poll(() => begun).toEqual(['a1', 'a2', 'b1', 'a3']);
  ends.get('a1')?.resolve();
  await expect.poll(() => begun).toEqual(['a1', 'a2', 'b1', 'a3', 'a4']);
  for (const { resolve } of ends.values()) resolve();
  await Promise.allSettled(all);
  const again = [run('a', 'a5'), run('a', 'a6')];
  await expect.poll(() => begun.slice(5)).toEqual(['a5', 'a6']);
  for (const { resolve } of ends.values()) resolve();
  await Promise.all(again);
});
