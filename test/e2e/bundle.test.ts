import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);

let folder: string;

beforeAll(async () => {
  // Beside src/, as dist/ is: the bundle finds config/ and data/samples/ from where it lies.
  folder = await mkdtemp(join(process.cwd(), 'dist-'));
  await run('npm', ['run', '-s', 'bundle', '--', `--outdir=${folder}`]);
}, 60_000);

afterAll(() => rm(folder, { recursive: true }));

test.each([
  { args: ['query', 'agents OR "world model"'], says: /world model/ },
  { args: ['search', 'model', '--from', 'data/samples/hugging-face-daily.json'], says: /model/i },
  {
    args: ['digest', '--format', 'discord', '--from', 'data/samples/hugging-face-daily.json'],
    says: /"components"/,
  },
  {
    args: ['digest', '--format', 'slack', '--from', 'data/samples/hugging-face-daily.json'],
    says: /"blocks"/,
  },
  { args: ['help'], says: /serve/ },
])('$args does the same from the bundle', async ({ args, says }) => {
  const bundled = await run(process.execPath, [join(folder, 'main.js'), ...args]);
  const plain = await run(process.execPath, ['--import', 'tsx', 'src/main.ts', ...args]);
  expect(timeless(bundled.stdout)).toBe(timeless(plain.stdout));
  expect(bundled.stdout).toMatch(says);
});

/** Without what depends on the minute in which it ran. */
function timeless(text: string): string {
  return text.replaceAll(/"(?:nonce|delivery_id)": "[^"]*"/g, '');
}
