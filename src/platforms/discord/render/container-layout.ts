import type { APIComponentInContainer, APIContainerComponent } from 'discord-api-types/v10';
import { counted } from '../../../core/text/counted.ts';
import type { Block, View } from '../../../core/view.ts';
import { atLastRule, bodyMemo } from '../../../core/views/view-memo.ts';
import { createIds } from './buttons.ts';
import { keptPiece, type Piece, piecesOf, textPieces } from './container-pieces.ts';
import type { Target } from './custom-id.ts';
import { accentColor, limits } from './limits.ts';
import { type Line, shareRoom } from './lines.ts';
import { clipEscaped } from './markdown.ts';
import { leastPaper } from './paper-text.ts';

/** In one container: more get too little text each. */
export const mostPapers = 10;

/** What is left for the pieces of a view. */
interface Room {
  /** Nested ones included. */
  readonly components: number;
  /** UTF-16 units. */
  readonly text: number;
}

/** Beside the container itself; of the text a little less than Discord allows, as it does not say how it counts. */
const wholeRoom: Room = { components: limits.components - 1, text: limits.componentText - 50 };

export interface ContainerOptions {
  /** The command that gave the answer: there is a button to show it to everyone. */
  readonly share?: Target;
  /** When Discord let the reader use the command, where their own rights would not do; epoch milliseconds. */
  readonly grantedAt?: number;
  /** Under the view, for the reader alone. */
  readonly aside?: readonly Block[];
  /** The name of the file that comes with the message. */
  readonly file?: string;
}

/** `isWhole`: the view fits as it is, but for texts that are shortened. */
export interface DrawnContainer {
  readonly container: APIContainerComponent;
  readonly isWhole: boolean;
}

/**
 * A view as one container of Components V2, within 40 components and 4,000 characters over all its texts, escaped. Long
 * texts are shortened, the longest most; papers past the limit are counted in a line. A view without blocks is its summary.
 */
export function containerLayout(view: View, options: ContainerOptions = {}): DrawnContainer {
  const ids = createIds(undefined, options.grantedAt);
  const { share, aside = [], file } = options;
  const pieces = [...piecesOf(view.blocks, ids, share), ...piecesOf(aside, ids)];
  return drawnContainer(view, pieces, whatStaysWhole(ids.keptText(), file));
}

/** As `containerLayout`, where many views have their bodies in common: what was made of a body is remembered. */
export function digestContainer(view: View): DrawnContainer {
  const { body, ending } = atLastRule(view);
  const { pieces, ids } = bodyPieces(body);
  if (ids.keptText() !== '') return containerLayout(view);
  const more = createIds(ids.taken);
  const all = [...pieces, ...piecesOf(ending.blocks, more)];
  return drawnContainer(view, all, whatStaysWhole(more.keptText()));
}

const bodyPieces = bodyMemo(({ blocks }: View) => {
  const ids = createIds();
  return { pieces: piecesOf(blocks, ids).map(keptPiece), ids };
});

function drawnContainer(
  view: View,
  all: readonly Piece[],
  whole: readonly APIComponentInContainer[],
): DrawnContainer {
  const room = roomBeside(whole);
  const pieces = fittingPieces(all, room);
  const texts = sharedTexts(pieces, room);
  const drawn = pieces.flatMap((piece, index) => piece.draw(texts[index] ?? ''));
  const shown = drawn.length === 0 ? [summaryText(view, room)] : drawn;
  const components = [...shown, ...whole];
  return {
    container: { type: 17, accent_color: accentColor, components },
    isWhole: pieces === all,
  };
}

function summaryText({ summary }: View, room: Room): APIComponentInContainer {
  return { type: 10, content: clipEscaped(summary, room.text).trim() || '…' };
}

function whatStaysWhole(keptText: string, file?: string): APIComponentInContainer[] {
  return [
    ...(keptText === '' ? [] : [{ type: 10, content: keptText } as const]),
    ...(file === undefined ? [] : [{ type: 13, file: { url: `attachment://${file}` } } as const]),
  ];
}

function roomBeside(whole: readonly APIComponentInContainer[]): Room {
  const used = whole.reduce((sum, each) => sum + ('content' in each ? each.content.length : 0), 0);
  return { components: wholeRoom.components - whole.length, text: wholeRoom.text - used };
}

/** Papers have what the other texts leave them, and those leave enough for their titles. */
function sharedTexts(pieces: readonly Piece[], room: Room): (string | undefined)[] {
  const [papers, others] = [linesOf(pieces, true), linesOf(pieces, false)];
  const otherTexts = shareRoom(others, room.text - papers.length * leastPaper);
  const used = otherTexts.reduce((sum, text) => sum + text.length, 0);
  const paperTexts = shareRoom(papers, room.text - used);
  return pieces.map((piece) => (isPaper(piece) ? paperTexts.shift() : otherTexts.shift()));
}

function linesOf(pieces: readonly Piece[], ofPapers: boolean): Line[] {
  return pieces.filter((piece) => isPaper(piece) === ofPapers).map(({ text }) => text);
}

function isPaper({ kind }: Piece): boolean {
  return kind === 'paper';
}

function componentCount(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { components }) => sum + components, 0);
}

function fit(pieces: readonly Piece[], { components }: Room): boolean {
  return pieces.filter(isPaper).length <= mostPapers && componentCount(pieces) <= components;
}

/** The pieces that fit: rules go first, then papers from the end, then whatever is last. */
function fittingPieces(pieces: readonly Piece[], room: Room): readonly Piece[] {
  if (fit(pieces, room)) return pieces;
  const needed = pieces.filter(({ kind }) => kind !== 'divider');
  if (fit(needed, room)) return needed;
  const papers = needed.filter(isPaper);
  const left = room.components - componentCount(needed) + componentCount(papers) - 1;
  const count = fromStart(papers.slice(0, mostPapers), left).length;
  const note = `-# ${counted(papers.length - count, 'more paper')} would not fit here.`;
  let place = 0;
  const fitting = needed.flatMap((piece) => {
    if (!isPaper(piece)) return [piece];
    place += 1;
    if (place > count + 1) return [];
    return place > count ? textPieces([() => note]) : [piece];
  });
  return fromStart(fitting, room.components);
}

function fromStart(pieces: readonly Piece[], room: number): Piece[] {
  const end = pieces.findIndex((_, index) => componentCount(pieces.slice(0, index + 1)) > room);
  return pieces.slice(0, end === -1 ? pieces.length : end);
}
