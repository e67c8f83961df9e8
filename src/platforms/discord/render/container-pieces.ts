import type { APIComponentInContainer, APITextDisplayComponent } from 'discord-api-types/v10';
import { boundedMemo } from '../../../core/bounded-memo.ts';
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
import { joinLines, keptLine, type Line, noLine } from './lines.ts';
import { type PaperBlock, paperText } from './paper-text.ts';

/** A part of a container: what it takes, and how it is drawn once its text has room. */
export interface Piece {
  readonly kind: 'text' | 'paper' | 'buttons' | 'divider';
  /** Nested ones included. */
  readonly components: number;
  readonly text: Line;
  readonly draw: (text: string) => readonly APIComponentInContainer[];
}

/** The same part, for many messages: they share its text where it is whole, and how it is drawn then. */
export function keptPiece(piece: Piece): Piece {
  return { ...piece, text: keptLine(piece.text), draw: boundedMemo(1, piece.draw) };
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
  text: noLine,
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
  const buttons = actionButtons(block.actions ?? [], ids);
  const links = block.detail === 'full' ? linkButtons(block.paper.links) : [];
  const [first, ...more] = buttons;
  if (first !== undefined && more.length + links.length === 0) {
    return {
      kind: 'paper',
      components: 3,
      text: (max) => paperText(block, max),
      draw: (content) => [{ type: 9, components: textDisplays(content), accessory: first }],
    };
  }
  const rows = [...buttonRows(links), ...buttonRows(buttons)];
  return {
    kind: 'paper',
    components: 1 + rows.length + links.length + buttons.length,
    text: (max) => paperText(block, max),
    draw: (content) => [...textDisplays(content), ...rows],
  };
}

function buttonPieces(buttons: readonly Button[]): Piece[] {
  const rows = buttonRows(buttons);
  if (rows.length === 0) return [];
  const components = rows.length + buttons.length;
  return [{ kind: 'buttons', components, text: noLine, draw: () => rows }];
}

/** A text display is never empty. */
function textDisplays(content: string): APITextDisplayComponent[] {
  return content.trim() === '' ? [] : [{ type: 10, content }];
}
