import type { StatsFs } from 'node:fs';
import * as files from 'node:fs/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { checkStore } from '../../src/cli/check-store.ts';
import type { Config } from '../../src/config.ts';
import { diskProblem } from '../../src/store/disk-problem.ts';

vi.mock('node:fs/promises', { spy: true });
afterEach(() => vi.restoreAllMocks());

test.each([
  [200_000_000, undefined],
  [150_000_000, { message: '150 MB are free on the disk of .', isFull: false }],
  [1_000_000, { message: '1 MB are free on the disk of .', isFull: true }],
])('%i free bytes', async (free, problem) => {
  vi.mocked(files.statfs).mockResolvedValue({
    bavail: free / 1_000,
    bsize: 1_000,
    blocks: 9,
  } as StatsFs);
  const found = await diskProblem('.');
  if (problem === undefined) expect(found).toBeUndefined();
  else expect(found).toMatchObject(problem);
});

test('a disk that does not tell its size is not called full', async () => {
  vi.mocked(files.statfs).mockResolvedValue({ bavail: 0, bsize: 1_000, blocks: 0 } as StatsFs);
  expect(await diskProblem('.')).toBeUndefined();
});

test('a folder that may not be written to, as on a read-only disk', async () => {
  vi.mocked(files.access).mockRejectedValue(Object.assign(new Error(), { code: 'EROFS' }));
  expect(await diskProblem('/data')).toMatchObject({
    message: '/data cannot be written to',
    isFull: true,
  });
});

test('a data folder that cannot be made is a fault of doctor', async () => {
  vi.mocked(files.access).mockRejectedValue(Object.assign(new Error(), { code: 'EROFS' }));
  const findings = await checkStore({ dataDirectory: './no-such-folder' } as Config, undefined, {
    places: new Map(),
  });
  expect(findings).toMatchObject([{ state: 'fault', text: '. cannot be written to' }]);
});
