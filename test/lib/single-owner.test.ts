import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { claimOwnership } from '../../src/lib/single-owner.ts';

function freshName(): string {
  const name = `single-owner-test-${randomUUID()}`;
  onTestFinished(() => rm(join(tmpdir(), `${name}.sock`), { force: true }));
  return name;
}

const claimant = `
  import { claimOwnership } from ${JSON.stringify(new URL('../../src/lib/single-owner.ts', import.meta.url).href)};
  const [name, platform] = process.argv.slice(1);
  console.log((await claimOwnership(name, platform)) ? 'owner' : 'refused');
  setInterval(() => {}, 1000);
`;

async function claimInChild(name: string, platform: string) {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', claimant, name, platform],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const [said] = await once(child.stdout, 'data');
  return {
    said: String(said).trim(),
    async kill() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** The way of Linux can be tried only there; a socket file works on every Unix. */
const platforms = (['linux', 'darwin'] as const).filter(
  (platform) =>
    platform === process.platform || (platform === 'darwin' && process.platform !== 'win32'),
);

describe.each(platforms)('ownership of a name, as on %s', (platform) => {
  test('has one holder, and is free again once released', async () => {
    const name = freshName();
    const first = await claimOwnership(name, platform);
    expect(first).toBeDefined();
    expect(await claimOwnership(name, platform)).toBeUndefined();
    const other = await claimOwnership(freshName(), platform);
    expect(other).toBeDefined();
    await other?.release();
    await first?.release();
    const second = await claimOwnership(name, platform);
    expect(second).toBeDefined();
    await second?.release();
  });

  test('holds across processes and ends with kill -9', async () => {
    const name = freshName();
    const child = await claimInChild(name, platform);
    expect(child.said).toBe('owner');
    expect(await claimOwnership(name, platform)).toBeUndefined();
    await child.kill();
    const heir = await claimOwnership(name, platform);
    expect(heir).toBeDefined();
    expect((await claimInChild(name, platform)).said).toBe('refused');
    await heir?.release();
  });

  test('of many that claim at once one wins', async () => {
    const name = freshName();
    const claims = await Promise.all(
      Array.from({ length: 20 }, () => claimOwnership(name, platform)),
    );
    const winners = claims.filter((claim) => claim !== undefined);
    expect(winners).toHaveLength(1);
    await winners[0]?.release();
  });
});
