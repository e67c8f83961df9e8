import { describe, expect, test } from 'vitest';
import { commands } from '../../src/commands/registry.ts';
import { createMemoryStore, emptyMemory } from '../fakes/memory-store.ts';
import { subscription } from '../fakes/papers.ts';
import { asker, openDesk } from './desk.ts';

const managed = commands.filter(({ permission }) => permission === 'manage');

/** A server with a digest, paused by its administrator. */
function openServer() {
  const memory = emptyMemory();
  const reason = { kind: 'by-user' } as const;
  const status = { kind: 'paused', reason, since: '2026-03-01T00:00:00.000Z' } as const;
  const digest = subscription({ address: 'discord:10/101', createdBy: 'discord:1', status });
  memory.subscriptions.set('d1', digest);
  const isUntouched = () =>
    memory.subscriptions.size === 1 && memory.subscriptions.get('d1') === digest;
  return { desk: openDesk(createMemoryStore(memory)), isUntouched };
}

test('whatever changes the digests of a place is for those who manage it, but for what checks more', () => {
  const open = commands.filter(
    ({ path, writes, permission }) =>
      path[0] === 'digest' && writes === true && permission !== 'manage',
  );
  expect(open.map(({ path }) => path.join(' '))).toEqual(['digest resume']);
});

describe('who may not manage a place', () => {
  test.each(managed.map(({ path }) => [path.join(' '), path] as const))(
    'is refused /%s by the dispatcher, whatever the arguments, and changes nothing',
    async (_, path) => {
      const { desk, isUntouched } = openServer();
      const ask = asker('10', '2', false);
      for (const args of [{}, { digest: 'd1', query: 'agents', confirm: 'yes' }, { page: '2' }]) {
        const reply = await desk.dispatch(ask(path, args));
        expect(reply).toMatchObject({ ok: false, visibility: 'private' });
        expect(reply.view.summary).toMatch(/You may not use/);
      }
      expect(await desk.form(ask(path, { digest: 'd1' }))).toBeUndefined();
      expect(desk.sent).toEqual([]);
      expect(isUntouched()).toBe(true);
    },
  );

  test('is refused to resume what they did not set up', async () => {
    const { desk, isUntouched } = openServer();
    const reply = await desk.dispatch(
      asker('10', '2', false)(['digest', 'resume'], { digest: 'd1' }),
    );
    expect(reply.ok).toBe(false);
    expect(isUntouched()).toBe(true);
  });

  test('and set it up is refused to resume what an administrator paused', async () => {
    const { desk, isUntouched } = openServer();
    const reply = await desk.dispatch(
      asker('10', '1', false)(['digest', 'resume'], { digest: 'd1' }),
    );
    expect(reply.ok).toBe(false);
    expect(isUntouched()).toBe(true);
  });
});

test('who manages the place is refused nothing for want of the right', async () => {
  const { desk } = openServer();
  for (const { path } of managed) {
    const { view } = await desk.dispatch(asker('10', '3')(path, { digest: 'd1' }));
    expect(view.summary).not.toMatch(/You may not/);
  }
  expect(desk.faults).toEqual([]);
});
