import { expect, test } from 'vitest';
import { fuzzTarget, shareInputs } from './fuzz-target.ts';
import { targets } from './targets.ts';

const inputs = 1_000;
const anySeed = Math.floor(Math.random() * 2 ** 31);

const shared = shareInputs(targets, inputs).map(([target, count]) => ({
  ...target,
  target,
  count,
}));

test.each(shared)(
  `$name (seeds 1 and ${anySeed})`,
  { timeout: 60_000 },
  async ({ target, count }) => {
    for (const seed of [1, anySeed]) {
      const { failure } = await fuzzTarget(target, { inputs: count, seed });
      const again = `npm run fuzz -- --target ${target.name} --seed ${failure?.seed} --inputs ${failure?.inputs}`;
      expect(failure, again).toBeUndefined();
    }
  },
);
