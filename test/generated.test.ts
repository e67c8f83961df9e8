import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { envExample } from '../src/cli/env-example.ts';
import { commandReference } from '../src/commands/reference.ts';
import { commands } from '../src/commands/registry.ts';

const defaults = JSON.parse(readFileSync('config/defaults.json', 'utf8')) as Record<string, string>;

test('docs/commands.md says what the registry says (npm run generate writes it)', async () => {
  await expect(commandReference(commands)).toMatchFileSnapshot('../docs/commands.md');
});

test('.env.example names every setting (npm run generate writes it)', async () => {
  await expect(envExample(defaults)).toMatchFileSnapshot('../.env.example');
});
