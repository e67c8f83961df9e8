import type { HomeView } from '@slack/types';
import type { View } from '../../../core/view.ts';
import { renderBlocks } from './blocks.ts';
import { cut } from './measure.ts';
import { viewRoom } from './modal.ts';

/** The App Home, one view under the other. */
export function renderHome(views: readonly View[]): HomeView {
  const blocks = views.flatMap((view, index) => [
    ...(index === 0 ? [] : [{ type: 'divider' } as const]),
    ...renderBlocks(view),
  ]);
  return { type: 'home', blocks: cut(blocks, viewRoom) };
}
