import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLowdbStore } from '../../../src/store/lowdb/open-lowdb-store.ts';
import { describeStore } from '../../contracts/store.contract.ts';

describeStore('lowdb', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'paperround-test-'));
  return {
    open: () =>
      openLowdbStore({
        directory: join(parent, 'data'),
        mode: 'own',
        now: () => Date.parse('2026-03-11T00:00:00Z'),
      }),
    remove: () => rm(parent, { recursive: true, force: true }),
  };
});
