import { expect, test } from 'vitest';
import { createComplete } from '../../src/commands/complete.ts';
import { commands } from '../../src/commands/registry.ts';
import type { Services } from '../../src/commands/services.ts';

test.each(['__proto__', 'constructor', 'no-such', ''])(
  '%j is no argument: nothing is offered',
  async (argument) => {
    const place = 'terminal:-';
    const invocation = {
      path: ['papers', 'show'],
      args: {},
      address: place,
      realm: place,
      personalAddress: place,
      actor: { id: 'terminal:me', name: 'me', canManage: true },
    };
    const complete = createComplete({} as Services, commands);
    expect(await complete({ invocation, argument })).toEqual([]);
  },
);
