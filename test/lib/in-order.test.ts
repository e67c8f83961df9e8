import { expect, test } from 'vitest';
import { createInOrder } from '../../src/lib/in-order.ts';

test('what has the same key waits for its turn, the rest does not', async () => {
  const inOrder = createInOrder();
  const done: string[] = [];
  const releases = new Map<string, () => void>();
  const work = (name: string) => () =>
    new Promise<void>((resolve) => {
      releases.set(name, () => {
        done.push(name);
        resolve();
      });
    });
  const all = [
    inOrder.run('a', work('a1')),
    inOrder.run('a', work('a2')),
    inOrder.run('b', work('b1')),
  ];
  await Promise.resolve();
  await expect.poll(() => [...releases.keys()]).toEqual(['a1', 'b1']);
  releases.get('b1')?.();
  releases.get('a1')?.();
  await expect.poll(() => releases.has('a2')).toBe(true);
  releases.get('a2')?.();
  await Promise.all(all);
  await inOrder.idle();
  expect(done).toEqual(['b1', 'a1', 'a2']);
});

test('what fails does not stop what follows', async () => {
  const inOrder = createInOrder();
  const failed = inOrder.run('a', async () => {
    throw new Error('no');
  });
  const next = inOrder.run('a', async () => 'yes');
  await expect(failed).rejects.toThrow('no');
  expect(await next).toBe('yes');
});
