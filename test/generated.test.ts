import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { envExample } from '../src/cli/env-example.ts';
import { commandReference } from '../src/commands/reference.ts';
import { commands } from '../src/commands/registry.ts';
import { applicationCommands } from '../src/platforms/discord/gateway/application-commands.ts';
import { slackManifest } from '../src/platforms/slack/installs/manifest.ts';

const defaults = JSON.parse(readFileSync('config/defaults.json', 'utf8')) as Record<string, string>;

test('docs/commands.md says what the registry says (npm run generate writes it)', async () => {
  await expect(commandReference(commands)).toMatchFileSnapshot('../docs/commands.md');
});

test('.env.example names every setting (npm run generate writes it)', async () => {
  await expect(envExample(defaults)).toMatchFileSnapshot('../.env.example');
});

test.each([{ mode: 'socket' }, { mode: 'http', url: 'https://paperround.example' }] as const)(
  'config/slack-manifest.$mode.json is made of the registry (npm run generate writes it)',
  async (options) => {
    const manifest = `${JSON.stringify(slackManifest(commands, options), null, 2)}\n`;
    await expect(manifest).toMatchFileSnapshot(`../config/slack-manifest.${options.mode}.json`);
  },
);

test('config/discord-commands.json is what Discord is told (npm run generate writes it)', async () => {
  const text = `${JSON.stringify(applicationCommands(commands), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot('../config/discord-commands.json');
});
