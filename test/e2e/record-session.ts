import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runPaperround } from '../fakes/paperround.ts';

const sessions = [
  {
    title: 'A first start, without a network',
    lines: [
      '/papers search "language model" -survey',
      '/papers show 2501.90001',
      '/papers my follow llm-agents',
      '/digest add diffusion OR title:agent when:"weekdays 9am berlin" limit:3',
      '/digest send-now d2',
      '/digest add titel:agent',
      'exit',
    ],
  },
  {
    title: 'And again, after a restart',
    lines: ['/digest list', '/digest send-now d2', '/digest check d2', '/papers my list', 'exit'],
  },
] as const;

const env = { HF_URL: 'http://127.0.0.1:9', TIME_ZONE: 'UTC' };
const directory = await mkdtemp(join(tmpdir(), 'paperround-session-'));
const parts = [
  '# A recorded session',
  '',
  'Written by `npm run record`: what a person sees who types these lines. Lines that begin with `>` were typed.',
];
for (const { title, lines } of sessions) {
  const input = lines.map((line) => `${line}\n`).join('');
  const run = await runPaperround(['start', '--echo'], {
    env: { ...env, DATA_DIR: directory },
    input,
  });
  parts.push('', `## ${title}`, '', '```', run.stderr.trimEnd(), '', run.stdout.trimEnd(), '```');
}
await rm(directory, { recursive: true });
await writeFile('docs/session.md', `${parts.join('\n')}\n`);
