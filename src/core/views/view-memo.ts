import { boundedMemo } from '../bounded-memo.ts';
import type { Block, View } from '../view.ts';

/** A view in two: `body` goes up to the last rule, where no paper comes after that, and `ending` begins with it. */
export function atLastRule({ summary, blocks }: View): { body: View; ending: View } {
  const rule = blocks.findLastIndex(({ kind }) => kind === 'divider' || kind === 'paper');
  const end = blocks[rule]?.kind === 'divider' ? rule : blocks.length;
  return {
    body: { summary, blocks: blocks.slice(0, end) },
    ending: { summary, blocks: blocks.slice(end) },
  };
}

/** `compute`, remembering its answers for the bodies of digests: many have all of their blocks in common. */
export function bodyMemo<Value extends object>(
  compute: (body: View) => Value,
): (body: View) => Value {
  return boundedMemo(mostBodies, compute, { nameOf: ({ blocks }) => blocks[0], isSame });
}

const mostBodies = 2_000;

function isSame(one: View, other: View): boolean {
  return one.summary === other.summary && areSame(one.blocks, other.blocks);
}

function areSame(some: readonly Block[], others: readonly Block[]): boolean {
  return some.length === others.length && some.every((block, index) => block === others[index]);
}
