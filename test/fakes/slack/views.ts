import type { View } from '@slack/types';
import { withIds } from './block-ids.ts';
import type { FakeView, World } from './world.ts';

export interface NewView {
  readonly team: string;
  readonly user: string;
  readonly view: View;
  /** The modal that it is pushed upon. */
  readonly on?: FakeView | undefined;
}

export function storeView(world: World, { team, user, view, on }: NewView): FakeView {
  const id = world.id('V');
  const stored: FakeView = {
    id,
    team,
    user,
    type: view.type,
    rootId: on?.rootId ?? id,
    previousId: on?.id ?? null,
    payload: storedPayload(world, view),
    hash: newHash(world),
    updates: 0,
    isClosed: false,
  };
  world.views.set(id, stored);
  return stored;
}

export function changeView(world: World, view: FakeView, payload: View): void {
  view.payload = storedPayload(world, payload);
  view.hash = newHash(world);
  view.updates += 1;
}

/** Closes the topmost modal of a person, or all of them. */
export function closeModals(world: World, user: string, isAll: boolean): void {
  const stack = world.modals.get(user) ?? [];
  for (const view of isAll ? stack.splice(0) : stack.splice(-1)) view.isClosed = true;
}

/** Opens a modal in the place of those that are open. */
export function openModal(world: World, view: NewView): FakeView {
  closeModals(world, view.user, true);
  const stored = storeView(world, view);
  world.modals.set(view.user, [stored]);
  return stored;
}

/** Undefined where no modal is open, or three lie upon each other already. */
export function pushModal(world: World, view: NewView): FakeView | undefined {
  const stack = world.modals.get(view.user) ?? [];
  if (stack.length === 0 || stack.length >= 3) return undefined;
  const stored = storeView(world, { ...view, on: stack.at(-1) });
  world.modals.set(view.user, [...stack, stored]);
  return stored;
}

function storedPayload(world: World, view: View): FakeView['payload'] {
  return { ...view, blocks: withIds(world, view.blocks) };
}

function newHash(world: World): string {
  return `${world.ts()}.${world.id('h')}`;
}
