import { expect, test } from 'vitest';
import { killRounds } from './kill-rounds.ts';

const rounds = 50;
const anySeed = Math.floor(Math.random() * 2 ** 31);

test(`killed ${rounds} times (seed ${anySeed}), it loses nothing and repeats nothing unmarked`, {
  timeout: 20 * 60_000,
}, async ({ signal }) => {
  const report = await killRounds({ seed: anySeed, rounds, checkEvery: 25, signal });
  expect(report.breaches, `npm run torture -- --seed ${anySeed}`).toEqual([]);
  expect(report.granted).toBeGreaterThan(rounds);
  expect(report.messages).toBeGreaterThan(rounds);
  expect(report.brokenOff).toBeGreaterThan(5);
});
