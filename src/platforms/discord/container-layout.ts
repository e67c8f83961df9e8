import type { APIContainerComponent } from 'discord-api-types/v10';
import { counted } from '../../core/text/counted.ts';
import type { View } from '../../core/view.ts';
import { type Piece, piecesOf, textPieces } from './container-pieces.ts';
import type { Target } from './custom-id.ts';
import { accentColor, limits } from './limits.ts';
import { shareRoom } from './lines.ts';
import { clipEscaped } from './markdown.ts';
import { leastPaper } from './paper-text.ts';

/** More get too little text each. */
const mostPapers = 10;
/** A little less than Discord allows, as it does not say how it counts. */
const textRoom = limits.componentText - 50;
/** Beside the container itself. */
const componentRoom = limits.components - 1;

/** Whether a view fits one message as it is, but for texts that would be shortened. */
export function fitsContainer({ blocks }: Pick<View, 'blocks'>): boolean {
  return fit(piecesOf(blocks));
}

/**
 * A view as one container of Components V2, within 40 components and 4,000 characters over all its texts, escaped. Long
 * texts are shortened, the longest most; papers past the limit are counted in a line. With `share` there is a button to
 * show the answer of that command to everyone. A view without blocks is its summary.
 */
export function containerLayout(view: View, share?: Target): APIContainerComponent {
  const pieces = fittingPieces(piecesOf(view.blocks, share));
  const texts = sharedTexts(pieces);
  const drawn = pieces.flatMap((piece) => piece.draw(texts.get(piece) ?? ''));
  const summary = clipEscaped(view.summary, textRoom).trim() || '…';
  return {
    type: 17,
    accent_color: accentColor,
    components: drawn.length === 0 ? [{ type: 10, content: summary }] : drawn,
  };
}

/** Papers have what the other texts leave them, and those leave enough for their titles. */
function sharedTexts(pieces: readonly Piece[]): Map<Piece, string> {
  const papers = pieces.filter(({ kind }) => kind === 'paper');
  const others = pieces.filter(({ kind }) => kind !== 'paper');
  const texts = textsWithin(others, textRoom - papers.length * leastPaper);
  const used = [...texts.values()].reduce((sum, text) => sum + text.length, 0);
  return new Map([...texts, ...textsWithin(papers, textRoom - used)]);
}

function textsWithin(pieces: readonly Piece[], room: number): Map<Piece, string> {
  const texts = shareRoom(
    pieces.map(({ text }) => text),
    room,
  );
  return new Map(pieces.map((piece, index) => [piece, texts[index] ?? '']));
}

function componentCount(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { components }) => sum + components, 0);
}

function fit(pieces: readonly Piece[]): boolean {
  const papers = pieces.filter(({ kind }) => kind === 'paper');
  return papers.length <= mostPapers && componentCount(pieces) <= componentRoom;
}

/** The pieces that fit: rules go first, then papers from the end, then whatever is last. */
function fittingPieces(pieces: readonly Piece[]): readonly Piece[] {
  if (fit(pieces)) return pieces;
  const needed = pieces.filter(({ kind }) => kind !== 'divider');
  if (fit(needed)) return needed;
  const papers = needed.filter(({ kind }) => kind === 'paper');
  const others = needed.filter(({ kind }) => kind !== 'paper');
  const room = componentRoom - componentCount(others) - 1;
  const missing = papers.slice(fromStart(papers.slice(0, mostPapers), room).length);
  const note = `-# ${counted(missing.length, 'more paper')} would not fit here.`;
  const fitting = needed.flatMap((piece) => {
    if (piece === missing[0]) return textPieces([() => note]);
    return missing.includes(piece) ? [] : [piece];
  });
  return fromStart(fitting, componentRoom);
}

function fromStart(pieces: readonly Piece[], room: number): Piece[] {
  const end = pieces.findIndex((_, index) => componentCount(pieces.slice(0, index + 1)) > room);
  return pieces.slice(0, end === -1 ? pieces.length : end);
}
