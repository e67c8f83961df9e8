import { describe, expect, test } from 'vitest';
import { createGroupCommit } from '../../../src/store/lowdb/group-commit.ts';

/** A group commit over a list, whose writes end when the test says so. */
function createWritten() {
  const writes: { list: readonly string[]; end: (error?: Error) => void }[] = [];
  const group = createGroupCommit<string[]>({
    initial: [],
    copy: (list) => [...list],
    write: (list) =>
      new Promise((resolve, reject) => {
        writes.push({ list, end: (error) => (error ? reject(error) : resolve()) });
      }),
  });
  return { group, writes, add: (text: string) => group.commit((list) => list.push(text)) };
}

async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/** What has become of promises by now. */
async function outcomes(promises: readonly Promise<unknown>[]): Promise<string[]> {
  const states = promises.map(() => 'waiting');
  promises.forEach((promise, index) => {
    promise.then(
      () => (states[index] = 'done'),
      () => (states[index] = 'failed'),
    );
  });
  await turn();
  return states;
}

describe('group commit', () => {
  test('callers of one turn share a write, callers during it share the next', async () => {
    const { writes, add } = createWritten();
    const early = [add('a'), add('b')];
    await turn();
    const late = [add('c'), add('d'), add('e')];
    await turn();
    expect(writes.map(({ list }) => list)).toEqual([['a', 'b']]);
    writes[0]?.end();
    expect(await outcomes([...early, ...late])).toEqual([
      'done',
      'done',
      'waiting',
      'waiting',
      'waiting',
    ]);
    expect(writes[1]?.list).toEqual(['a', 'b', 'c', 'd', 'e']);
    writes[1]?.end();
    expect(await outcomes(late)).toEqual(['done', 'done', 'done']);
    expect(await Promise.all([...early, ...late])).toEqual([1, 2, 3, 4, 5]);
  });

  test('the first caller does not wait for the queue to go idle', async () => {
    const { writes, add } = createWritten();
    const first = add('a');
    await turn();
    const rest: Promise<number>[] = [];
    for (let count = 0; count < 10; count += 1) {
      rest.push(add(String(count)));
      writes[count]?.end();
      await turn();
      expect(await outcomes([first])).toEqual(['done']);
    }
    writes[10]?.end();
    await Promise.all(rest);
  });

  test('a failed write rejects its own callers, not those before or after', async () => {
    const { group, writes, add } = createWritten();
    const first = add('a');
    await turn();
    const second = [add('b'), add('c')];
    writes[0]?.end();
    await turn();
    const third = add('d');
    writes[1]?.end(new Error('full'));
    const settled = await outcomes([first, ...second, third]);
    expect(settled).toEqual(['done', 'failed', 'failed', 'waiting']);
    expect(group.current()).toEqual(['a']);
    writes[2]?.end();
    expect(await third).toBe(2);
    expect(group.current()).toEqual(['a', 'd']);
  });

  test('a change that throws rejects alone and costs no write by itself', async () => {
    const { group, writes, add } = createWritten();
    const refuse = () =>
      group.commit(() => {
        throw new Error('refused');
      });
    await expect(refuse()).rejects.toThrow('refused');
    expect(writes).toHaveLength(0);
    const good = add('a');
    await expect(refuse()).rejects.toThrow('refused');
    writes[0]?.end();
    await good;
    expect(group.current()).toEqual(['a']);
  });

  test('what is not durable is not seen, and idle waits for all of it', async () => {
    const { group, writes, add } = createWritten();
    await group.idle();
    const first = add('a');
    await turn();
    expect(group.current()).toEqual([]);
    const second = add('b');
    const idle = group.idle();
    writes[0]?.end();
    expect(await outcomes([idle])).toEqual(['waiting']);
    writes[1]?.end();
    await Promise.all([first, second, idle]);
    expect(group.current()).toEqual(['a', 'b']);
  });
});
