import { describe, expect, test } from 'vitest';
import { registerCommands } from '../../../../src/platforms/discord/gateway/register-commands.ts';

const wanted = [
  {
    name: 'papers',
    description: 'Papers',
    type: 1 as const,
    contexts: [0, 1, 2],
    options: [
      {
        type: 1 as const,
        name: 'show',
        description: 'Show one',
        options: [{ type: 3 as const, name: 'paper', description: 'Which', required: false }],
      },
    ],
  },
];

/** As Discord gives commands back: with fields of its own, without what is false. */
const stored = [
  {
    ...wanted[0],
    id: '1',
    application_id: '2',
    version: '3',
    default_member_permissions: null,
    options: [
      {
        type: 1,
        name: 'show',
        description: 'Show one',
        options: [{ type: 3, name: 'paper', description: 'Which' }],
      },
    ],
  },
];

function open(existing: unknown) {
  const written: unknown[] = [];
  const rest = {
    get: async () => existing,
    put: async (_: string, options?: { body?: unknown }) => void written.push(options?.body),
  };
  return { written, register: () => registerCommands(rest, '2', wanted) };
}

describe('commands', () => {
  test('are left alone where Discord has them already', async () => {
    const { written, register } = open(stored);
    expect(await register()).toBe(false);
    expect(written).toEqual([]);
  });

  test.each([
    ['are none', []],
    ['have another text', [{ ...stored[0], description: 'Old' }]],
    ['have an option less', [{ ...stored[0], options: [] }]],
    ['have one too many', [...stored, { ...stored[0], name: 'old' }]],
    ['are something else', [{}]],
  ])('are written where there %s', async (_, existing) => {
    const { written, register } = open(existing);
    expect(await register()).toBe(true);
    expect(written).toEqual([wanted]);
  });
});
