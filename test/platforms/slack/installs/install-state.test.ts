import { expect, test } from 'vitest';
import { createInstallState } from '../../../../src/platforms/slack/installs/install-state.ts';

const install = { scopes: ['commands'] };
const noon = new Date('2026-03-10T12:00:00Z');
const after = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);
const secret = 'a secret that is long enough for it';

test('a state is good for one time within ten minutes, over a restart too', async () => {
  const first = createInstallState(secret, install);
  const state = await first.generateStateParam(install, noon);
  const restarted = createInstallState(secret, install);
  expect(await restarted.verifyStateParam(after(9), state)).toEqual(install);
  await expect(restarted.verifyStateParam(after(9), state)).rejects.toThrow('used before');
});

test('an old, foreign or changed state is refused', async () => {
  const states = createInstallState(secret, install);
  const state = await states.generateStateParam(install, noon);
  await expect(states.verifyStateParam(after(11), state)).rejects.toThrow('older than ten minutes');
  const foreign = await createInstallState(`${secret}!`, install).generateStateParam(install, noon);
  for (const wrong of [
    foreign,
    '',
    '.',
    'x',
    state.replace(/^\d/, '9'),
    `${state}x`,
    `x${state}`,
  ]) {
    await expect(states.verifyStateParam(noon, wrong)).rejects.toThrow('not made here');
  }
});
