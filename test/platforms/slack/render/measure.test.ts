import type { KnownBlock } from '@slack/types';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { context, section } from '../../../../src/platforms/slack/render/block-pieces.ts';
import { measure, together } from '../../../../src/platforms/slack/render/measure.ts';

const block = fc.oneof(
  fc.string().map(context),
  fc.string().map((text) => section(text)),
);
const blocks: fc.Arbitrary<KnownBlock[]> = fc.array(block, { maxLength: 4 });

test('property: the sizes of two lists of blocks give the size of both in one message', () => {
  fc.assert(
    fc.property(blocks, blocks, (some, others) => {
      expect(together(measure(some), measure(others))).toEqual(measure([...some, ...others]));
    }),
  );
});
