import type { KnownBlock } from '@slack/types';
import { context } from './block-pieces.ts';

/** What some blocks may take, or take: their number, the UTF-16 units of all their texts, and of their JSON. */
export interface Size {
  readonly blocks: number;
  readonly text: number;
  readonly json: number;
}

const cutNote = [context('The rest would not fit here.')];

export function measure(blocks: readonly KnownBlock[]): Size {
  return {
    blocks: blocks.length,
    text: textLength(blocks),
    json: JSON.stringify(blocks).length,
  };
}

/** Of blocks and others after them in one message. */
export function together(some: Size, others: Size): Size {
  const [open, close] = ['['.length, ']'.length];
  const between = some.blocks === 0 || others.blocks === 0 ? 0 : ','.length;
  return {
    blocks: some.blocks + others.blocks,
    text: some.text + others.text,
    json: some.json + others.json + between - open - close,
  };
}

export function fits(size: Size, room: Size): boolean {
  return size.blocks <= room.blocks && size.text <= room.text && size.json <= room.json;
}

/** What is left once `blocks` are there. */
export function less(room: Size, blocks: readonly KnownBlock[]): Size {
  const size = measure(blocks);
  return {
    blocks: room.blocks - size.blocks,
    text: room.text - size.text,
    json: room.json - size.json,
  };
}

/** The most groups from the first on that fit together, and how many do not. */
export function fitting(
  groups: readonly (readonly KnownBlock[])[],
  room: Size,
): { readonly blocks: readonly KnownBlock[]; readonly missing: number } {
  let left = room;
  for (const [index, group] of groups.entries()) {
    left = less(left, group);
    if (Math.min(left.blocks, left.text, left.json) < 0) {
      return { blocks: groups.slice(0, index).flat(), missing: groups.length - index };
    }
  }
  return { blocks: groups.flat(), missing: 0 };
}

/** The blocks that fit, and a line where that is not all of them. */
export function cut(blocks: readonly KnownBlock[], room: Size): KnownBlock[] {
  if (fits(measure(blocks), room)) return [...blocks];
  const each = blocks.map((block) => [block]);
  return [...fitting(each, less(room, cutNote)).blocks, ...cutNote];
}

/** Of every text object, wherever it stands. */
function textLength(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  if ('type' in value && (value.type === 'mrkdwn' || value.type === 'plain_text')) {
    return 'text' in value && typeof value.text === 'string' ? value.text.length : 0;
  }
  return Object.values(value).reduce((sum: number, each) => sum + textLength(each), 0);
}
