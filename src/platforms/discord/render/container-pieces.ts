import type { APIComponentInContainer, APITextDisplayComponent } from 'discord-api-types/v10';
import type { Block } from '../../../core/view.ts';
import { blockLines, isTextBlock } from './block-text.ts';
import {
  actionButtons,
  type Button,
  buttonRows,
  linkButtons,
  type MessageIds,
  shareButtons,
} from './buttons.ts';
import type { Target } from './custom-id.ts';
import { joinLines, type Line } from './lines.ts';
import { type PaperBlock, paperText } from './paper-text.ts';

/** A part of a container: what it takes, and how it is drawn once its text has room. */
export interface Piece {
  readonly kind: 'text' | 'paper' | 'buttons' | 'divider';
  /** Nested ones included. */
  readonly components: number;
  readonly text: Line;
  draw(text: string): APIComponentInContainer[];
}

/** The parts of a view in order. Blocks of text that follow one another are one part; what stands under a rule is small. */
export function piecesOf(blocks: readonly Block[], ids: MessageIds, share?: Target): Piece[] {
  const sharing = share === undefined ? [] : shareButtons(share, ids);
  const pieces: Piece[] = [];
  let lines: Line[] = [];
  let isSmall = false;
  for (const [index, block] of blocks.entries()) {
    if (isTextBlock(block)) {
      lines.push(...blockLines(block, isSmall));
      continue;
    }
    pieces.push(...textPieces(lines));
    lines = [];
    if (block.kind === 'divider') {
      isSmall = true;
      pieces.push(divider);
    } else if (block.kind === 'paper') {
      pieces.push(paperPiece(block, ids));
    } else {
      const isLast = index === blocks.length - 1;
      const buttons = actionButtons(block.actions, ids);
      pieces.push(...buttonPieces([...buttons, ...(isLast ? sharing : [])]));
    }
  }
  pieces.push(...textPieces(lines));
  if (blocks.at(-1)?.kind !== 'actions') pieces.push(...buttonPieces(sharing));
  return pieces;
}

const divider: Piece = {
  kind: 'divider',
  components: 1,
  text: () => '',
  draw: () => [{ type: 14 }],
};

export function textPieces(lines: readonly Line[]): Piece[] {
  if (lines.length === 0) return [];
  return [
    { kind: 'text', components: 1, text: (max) => joinLines(lines, max), draw: textDisplays },
  ];
}

/** One button stands beside the paper, several under it. */
function paperPiece(block: PaperBlock, ids: MessageIds): Piece {
  const text = (max: number): string => paperText(block, max);
  const buttons = actionButtons(block.actions ?? [], ids);
  const links = block.detail === 'full' ? linkButtons(block.paper.links) : [];
  const [first, ...more] = buttons;
  if (first !== undefined && more.length + links.length === 0) {
    return {
      kind: 'paper',
      components: 3,
      text,
      draw: (content) => [{ type: 9, components: textDisplays(content), accessory: first }],
    };
  }
  const rows = [...buttonRows(links), ...buttonRows(buttons)];
  return {
    kind: 'paper',
    components: 1 + rows.length + links.length + buttons.length,
    text,
    draw: (content) => [...textDisplays(content), ...rows],
  };
}

function buttonPieces(buttons: readonly Button[]): Piece[] {
  const rows = buttonRows(buttons);
  if (rows.length === 0) return [];
  const components = rows.length + buttons.length;
  return [{ kind: 'buttons', components, text: () => '', draw: () => rows }];
}

/** A text display is never empty. */
function textDisplays(content: string): APITextDisplayComponent[] {
  return content.trim() === '' ? [] : [{ type: 10, content }];
}
