import type { StoredBlock, World } from './world.ts';

type Json = Readonly<Record<string, unknown>>;

const interactive =
  /^(button|icon_button|checkboxes|datepicker|overflow|radio_buttons|timepicker|\w+_input|\w+_select)$/;

/** A copy in which every block has a `block_id` and every interactive element an `action_id`, as Slack fills them in. */
export function withIds(world: Pick<World, 'id'>, blocks: unknown): StoredBlock[] {
  const copies = structuredClone(blocks) as readonly Json[];
  return copies.map((block) => blockWithIds(world, block));
}

function blockWithIds(world: Pick<World, 'id'>, block: Json): StoredBlock {
  const children = block.type === 'carousel' ? 'elements' : 'child_blocks';
  const filled: Record<string, unknown> = { block_id: world.id('b'), ...block };
  for (const key of ['accessory', 'element', 'elements', 'actions']) {
    const held = block[key];
    if (Array.isArray(held)) filled[key] = held.map((item) => elementWithId(world, item));
    else if (held !== undefined) filled[key] = elementWithId(world, held as Json);
  }
  if (Array.isArray(block[children])) filled[children] = withIds(world, block[children]);
  return filled as StoredBlock;
}

function elementWithId(world: Pick<World, 'id'>, element: Json): Json {
  return interactive.test(String(element.type))
    ? { action_id: world.id('a'), ...element }
    : element;
}
