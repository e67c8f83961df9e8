import { expect, test } from 'vitest';
import { longestArgument } from '../../src/commands/argument.ts';
import { commands } from '../../src/commands/registry.ts';
import { createMemoryStore, emptyMemory } from '../fakes/memory-store.ts';
import { paper } from '../fakes/papers.ts';
import { asker, openDesk } from './desk.ts';

const long = {
  letters: 'a'.repeat(100_000),
  parentheses: '('.repeat(100_000),
  words: 'or '.repeat(30_000),
  digits: '9'.repeat(100_000),
};
const invoked = commands.flatMap(({ path, args }) =>
  Object.keys(args).map((name) => ({ line: `/${path.join(' ')} ${name}:`, path, args, name })),
);

test.each(invoked)('$line refuses what is too long, at once and in few words', async (given) => {
  const { path, args, name } = given;
  const desk = openDesk(createMemoryStore(emptyMemory()), [paper('2603.00001')]);
  const others = Object.entries(args)
    .filter(([, { required }]) => required)
    .map(([each, { choices }]) => [each, choices?.[0]?.value ?? '2603.00001']);
  for (const typed of Object.values(long)) {
    const invocation = asker('20', '2')(path, { ...Object.fromEntries(others), [name]: typed });
    const startedAt = performance.now();
    const reply = await desk.dispatch(invocation);
    await desk.complete({ invocation, argument: name });
    await desk.form(invocation);
    expect(performance.now() - startedAt).toBeLessThan(500);
    expect(reply.ok).toBe(false);
    expect(JSON.stringify(reply).length).toBeLessThan(8 * longestArgument);
  }
  expect(desk.faults).toEqual([]);
});
