import { describe, expect, test } from 'vitest';
import { completeLine } from '../../src/commands/complete-line.ts';
import { commands } from '../../src/commands/registry.ts';
import type { CompletionRequest, Invocation } from '../../src/core/invocation.ts';

const values: Readonly<Record<string, readonly string[]>> = {
  topic: ['llm-agents', 'reasoning'],
  query: ['llm-agents', 'reasoning'],
  zone: ['Europe/Belgrade', 'Europe/Berlin'],
  sort: ['best', 'newest'],
  digest: ['d1', 'd2'],
};

async function complete({ invocation, argument }: CompletionRequest) {
  const typed = (invocation.args[argument] ?? '').toLowerCase();
  return (values[argument] ?? [])
    .filter((value) => value.toLowerCase().startsWith(typed))
    .map((value) => ({ label: value, value }));
}

const invocation = (
  path: readonly string[],
  args: Readonly<Record<string, string>>,
): Invocation => ({
  path,
  args,
  address: 'terminal:-',
  realm: 'terminal:-',
  personalAddress: 'terminal:-',
  actor: { id: 'terminal:local', name: 'you', canManage: true },
});

const completed = (line: string) => completeLine(line, commands, complete, invocation);

describe('a line is completed', () => {
  test.each([
    ['/papers my fo', ['/papers my follow ']],
    ['/papers my follow ', ['/papers my follow llm-agents', '/papers my follow reasoning']],
    ['/papers my follow llm', ['/papers my follow llm-agents']],
    [
      '/digest add x zone:Europe/Be',
      ['/digest add x zone:Europe/Belgrade', '/digest add x zone:Europe/Berlin'],
    ],
    ['/papers search x limit:3 sort:n', ['/papers search x limit:3 sort:newest']],
    ['/papers search diffusion so', ['/papers search diffusion sort:']],
    ['/papers search diffusion sort:newest h', ['/papers search diffusion sort:newest hub:']],
    [
      '/papers search diffusion ',
      ['sort:', 'hub:', 'page:'].map((name) => `/papers search diffusion ${name}`),
    ],
    ['/digest edit d', ['/digest edit d1', '/digest edit d2']],
    ['/digest add diffusion zone:Nowhere/', []],
    ['/digest add diffusion when:"weekdays 09:00 Ber', []],
    ['/digest list ', []],
    ['nonsense ', []],
  ])('%s', async (line, lines) => {
    expect(await completed(line)).toEqual(lines);
  });
});
