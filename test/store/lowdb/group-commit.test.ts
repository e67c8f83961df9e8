import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createGroupCommit } from '../../../src/store/lowdb/group-commit.ts';
import { createTable } from '../../../src/store/lowdb/table.ts';

interface Word {
  readonly id: string;
}

/** A group commit over a table of words, whose batches are saved when the test says so. */
function createSaved() {
  const words = createTable<Word>({
    name: 'words',
    noun: 'word',
    schema: z.object({ id: z.string() }),
    keyOf: ({ id }) => id,
  });
  const batches: { words: string[]; isTraceless: boolean; end: (error?: Error) => void }[] = [];
  let untidy = 0;
  let tidied = 0;
  const group = createGroupCommit({
    save: (transactions, { isTraceless }) =>
      new Promise((resolve, reject) => {
        batches.push({
          words: transactions.flat().map(({ key }) => key),
          isTraceless,
          end: (error) => (error ? reject(error) : resolve()),
        });
      }),
    async tidy() {
      tidied += 1;
      untidy -= 1;
      return untidy > 0;
    },
  });
  return {
    group,
    batches,
    stored: () => [...words.records.keys()],
    makeUntidy: (turns: number) => {
      untidy = turns;
    },
    tidied: () => tidied,
    add: (id: string) =>
      group.commit((draft) => {
        draft.put(words, { id });
        return [...draft.all(words)].length;
      }),
  };
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
  test('callers of one turn share a batch, callers during it share the next', async () => {
    const { batches, add } = createSaved();
    const early = [add('a'), add('b')];
    await turn();
    const late = [add('c'), add('d'), add('e')];
    await turn();
    expect(batches.map(({ words }) => words)).toEqual([['a', 'b']]);
    batches[0]?.end();
    expect(await outcomes([...early, ...late])).toEqual([
      'done',
      'done',
      'waiting',
      'waiting',
      'waiting',
    ]);
    expect(batches[1]?.words).toEqual(['c', 'd', 'e']);
    batches[1]?.end();
    expect(await outcomes(late)).toEqual(['done', 'done', 'done']);
    expect(await Promise.all([...early, ...late])).toEqual([1, 2, 3, 4, 5]);
  });

  test('the first caller does not wait for the queue to go idle', async () => {
    const { batches, add } = createSaved();
    const first = add('a');
    await turn();
    const rest: Promise<number>[] = [];
    for (let count = 0; count < 10; count += 1) {
      rest.push(add(String(count)));
      batches[count]?.end();
      await turn();
      expect(await outcomes([first])).toEqual(['done']);
    }
    batches[10]?.end();
    await Promise.all(rest);
  });

  test('a batch that fails rejects its own callers, not those before or after', async () => {
    const { stored, batches, add } = createSaved();
    const first = add('a');
    await turn();
    const second = [add('b'), add('c')];
    batches[0]?.end();
    await turn();
    const third = add('d');
    batches[1]?.end(new Error('full'));
    const settled = await outcomes([first, ...second, third]);
    expect(settled).toEqual(['done', 'failed', 'failed', 'waiting']);
    expect(stored()).toEqual(['a']);
    batches[2]?.end();
    expect(await third).toBe(2);
    expect(stored()).toEqual(['a', 'd']);
  });

  test('a change that throws, and one that changes nothing, cost no write by themselves', async () => {
    const { group, stored, batches, add } = createSaved();
    const refuse = () =>
      group.commit(() => {
        throw new Error('refused');
      });
    await expect(refuse()).rejects.toThrow('refused');
    expect(await group.commit(() => 'nothing')).toBe('nothing');
    expect(batches).toHaveLength(0);
    const good = add('a');
    await expect(refuse()).rejects.toThrow('refused');
    batches[0]?.end();
    await good;
    expect(stored()).toEqual(['a']);
  });

  test('what is not durable is not seen, and idle waits for all of it', async () => {
    const { group, stored, batches, add } = createSaved();
    await group.idle();
    const first = add('a');
    await turn();
    expect(stored()).toEqual([]);
    const second = add('b');
    const idle = group.idle();
    batches[0]?.end();
    expect(await outcomes([idle])).toEqual(['waiting']);
    batches[1]?.end();
    await Promise.all([first, second, idle]);
    expect(stored()).toEqual(['a', 'b']);
  });

  test('one that may leave no trace makes the whole batch so, even where it changes nothing', async () => {
    const { group, batches, add } = createSaved();
    const both = [add('a'), group.commit(() => undefined, { isTraceless: true })];
    await turn();
    expect(batches).toMatchObject([{ words: ['a'], isTraceless: true }]);
    batches[0]?.end();
    await Promise.all(both);
  });

  test('it tidies between batches, one step at a time, and idle waits for that too', async () => {
    const { group, batches, makeUntidy, tidied, add } = createSaved();
    makeUntidy(3);
    const first = add('a');
    await turn();
    batches[0]?.end();
    await first;
    await group.idle();
    expect(tidied()).toBe(3);
  });
});
