import { describe, expect, test } from 'vitest';
import { commands } from '../../../../src/commands/registry.ts';
import { applicationCommands } from '../../../../src/platforms/discord/gateway/application-commands.ts';
import { checkCommands } from '../../../fakes/discord/command-limits.ts';
import { createOpenApiCheck } from '../../../fakes/discord/openapi.ts';

const openApi = createOpenApiCheck();
const bodies = applicationCommands(commands);

interface Node {
  readonly name: string;
  readonly type: number;
  readonly required?: boolean;
  readonly options?: readonly Node[];
}

function pathsOf({ name, options = [] }: Node): string[] {
  const inner = options.filter(({ type }) => type <= 2).flatMap(pathsOf);
  return inner.length === 0 ? [name] : inner.map((path) => `${name} ${path}`);
}

function optionsOf(path: string): readonly Node[] {
  const found = path
    .split(' ')
    .reduce<readonly Node[] | undefined>(
      (nodes, word) => nodes?.find(({ name }) => name === word)?.options,
      bodies as unknown as readonly Node[],
    );
  return found ?? [];
}

describe('what Discord is told of the commands', () => {
  test('keeps within every limit', () => expect(checkCommands(bodies)).toEqual([]));

  test.skipIf(openApi === undefined)(
    'is what its OpenAPI takes (skipped without ../shared)',
    () => {
      expect(openApi?.checkRequest('PUT', '/applications/1/commands', bodies)).toEqual([]);
    },
  );

  test('every command of the registry is there, and the one in the menu of a message', () => {
    const slash = bodies.filter(({ type }) => type === 1) as unknown as readonly Node[];
    const wanted = commands.map(({ path }) => path.join(' '));
    expect(slash.flatMap(pathsOf).toSorted()).toEqual(wanted.toSorted());
    expect(bodies.at(-1)).toEqual({
      type: 3,
      name: 'Look up papers',
      contexts: [0, 1, 2],
      integration_types: [0, 1],
    });
  });

  test('digests are for those who manage a server; papers are for everyone, everywhere', () => {
    expect(bodies.find(({ name }) => name === 'digest')).toMatchObject({
      default_member_permissions: '32',
      contexts: [0],
      integration_types: [0],
    });
    const papers = bodies.find(({ name }) => name === 'papers');
    expect(papers).toMatchObject({ contexts: [0, 1, 2], integration_types: [0, 1] });
    expect(papers).not.toHaveProperty('default_member_permissions');
  });

  test('arguments become options of their kind', () => {
    expect(optionsOf('papers search')).toMatchObject([
      { name: 'query', type: 3, required: true, autocomplete: true },
      { name: 'sort', type: 3, choices: expect.any(Array) },
      { name: 'hub', type: 5 },
      { name: 'page', type: 4, min_value: 1 },
    ]);
  });

  test('only a new digest may name its channel', () => {
    expect(optionsOf('digest add')[0]).toMatchObject({ name: 'channel', type: 7 });
    expect(JSON.stringify(bodies).match(/"name":"channel"/g)).toHaveLength(1);
  });
});
