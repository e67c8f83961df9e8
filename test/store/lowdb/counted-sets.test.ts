import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCountedSets } from '../../../src/store/lowdb/counted-sets.ts';

const values = fc.array(fc.constantFrom('a', 'b', '__proto__'), { maxLength: 4 });

test('a value is in as long as it was added more often than removed', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(values, fc.boolean())), (lists) => {
      const sets = createCountedSets();
      for (const [added] of lists) sets.add('x', added);
      for (const [added, stays] of lists) if (!stays) sets.remove('x', added);
      const left = lists.filter(([, stays]) => stays).flatMap(([added]) => added);
      expect(sets.get('x')).toEqual(new Set(left));
      expect(sets.get('y')).toEqual(new Set());
    }),
  );
});
