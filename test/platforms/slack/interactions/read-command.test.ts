import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commands } from '../../../../src/commands/registry.ts';
import { readCommand } from '../../../../src/platforms/slack/interactions/read-command.ts';

test.each([
  ['', 'papers help', {}],
  ['search diffusion', 'papers search', { query: 'diffusion' }],
  ['SEARCH “world model” sort:newest', 'papers search', { query: '“world model”', sort: 'newest' }],
  ['papers digest list', 'digest list', {}],
  ['search upvotes&gt;=20 a&amp;b', 'papers search', { query: 'upvotes>=20 a&b' }],
  ['trending 7d', 'papers trending', { period: '7d' }],
  ['Trending llm agents 30D', 'papers trending', { topic: 'llm agents', period: '30D' }],
  ['trending period:7d', 'papers trending', { period: '7d' }],
  ['search 7d', 'papers search', { query: '7d' }],
  [
    'show <https://arxiv.org/abs/2401.00001|arxiv.org/abs/2401.00001>',
    'papers show',
    { paper: 'https://arxiv.org/abs/2401.00001' },
  ],
  [
    'digest edit d1 ping:<!subteam^S123|@readers>',
    'digest edit',
    { digest: 'd1', ping: '<!subteam^S123|@readers>' },
  ],
])('%j is read as it was typed', (text, path, args) => {
  const read = readCommand(text, commands);
  if (!read.ok) throw new Error(read.problem.message);
  expect(read.value.path.join(' ')).toBe(path);
  expect(read.value.args).toEqual(args);
  expect(read.value.target).toBeUndefined();
});

test.each([
  ['digest add <#C012AB3CD|papers> diffusion', { query: 'diffusion' }],
  ['digest add diffusion <#C012AB3CD> limit:3', { query: 'diffusion', limit: '3' }],
  ['/papers digest add <#C012AB3CD|>', {}],
])('%j names the channel of the digest', (text, args) => {
  expect(readCommand(text, commands)).toMatchObject({
    ok: true,
    value: { path: ['digest', 'add'], args, target: 'C012AB3CD' },
  });
});

test('a channel elsewhere is a word like any other', () => {
  expect(readCommand('search <#C012AB3CD|papers>', commands)).toMatchObject({
    value: { args: { query: '<#C012AB3CD|papers>' } },
  });
});

test('nothing that is typed breaks it', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.constantFrom('', 'digest add ', 'search <'),
      (text, lead) => {
        const read = readCommand(`${lead}${text}`, commands);
        expect(read.ok || read.problem.message.length > 0).toBe(true);
      },
    ),
  );
});
