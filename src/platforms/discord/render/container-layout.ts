import type { APIComponentInContainer, APIContainerComponent } from 'discord-api-types/v10';
import { counted } from '../../../core/text/counted.ts';
import type { Block, View } from '../../../core/view.ts';
import { createIds } from './buttons.ts';
import { type Piece, piecesOf, textPieces } from './container-pieces.ts';
import type { Target } from './custom-id.ts';
import { accentColor, limits } from './limits.ts';
import { shareRoom } from './lines.ts';
import { clipEscaped } from './markdown.ts';
import { leastPaper } from './paper-text.ts';

/** More get too little text each. */
const mostPapers = 10;

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

/** Whether a view fits one message as it is, but for texts that would be shortened. */
export function fitsContainer({ blocks }: Pick<View, 'blocks'>): boolean {
  const ids = createIds();
  const pieces = piecesOf(blocks, ids);
  return fit(pieces, roomBeside(whatStaysWhole(ids.keptText())));
}

/**
 * A view as one container of Components V2, within 40 components and 4,000 characters over all its texts, escaped. Long
 * texts are shortened, the longest most; papers past the limit are counted in a line. A view without blocks is its summary.
 */
export function containerLayout(view: View, options: ContainerOptions = {}): APIContainerComponent {
  const ids = createIds(options.grantedAt);
  const { share, aside = [] } = options;
  const all = [...piecesOf(view.blocks, ids, share), ...piecesOf(aside, ids)];
  const whole = whatStaysWhole(ids.keptText(), options.file);
  const room = roomBeside(whole);
  const pieces = fittingPieces(all, room);
  const texts = sharedTexts(pieces, room);
  const drawn = pieces.flatMap((piece) => piece.draw(texts.get(piece) ?? ''));
  const summary = clipEscaped(view.summary, room.text).trim() || '…';
  const shown = drawn.length === 0 ? [{ type: 10, content: summary } as const] : drawn;
  return { type: 17, accent_color: accentColor, components: [...shown, ...whole] };
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
function sharedTexts(pieces: readonly Piece[], room: Room): Map<Piece, string> {
  const papers = pieces.filter(({ kind }) => kind === 'paper');
  const others = pieces.filter(({ kind }) => kind !== 'paper');
  const texts = textsWithin(others, room.text - papers.length * leastPaper);
  const used = [...texts.values()].reduce((sum, text) => sum + text.length, 0);
  return new Map([...texts, ...textsWithin(papers, room.text - used)]);
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

function fit(pieces: readonly Piece[], { components }: Room): boolean {
  const papers = pieces.filter(({ kind }) => kind === 'paper');
  return papers.length <= mostPapers && componentCount(pieces) <= components;
}

/** The pieces that fit: rules go first, then papers from the end, then whatever is last. */
function fittingPieces(pieces: readonly Piece[], room: Room): readonly Piece[] {
  if (fit(pieces, room)) return pieces;
  const needed = pieces.filter(({ kind }) => kind !== 'divider');
  if (fit(needed, room)) return needed;
  const papers = needed.filter(({ kind }) => kind === 'paper');
  const others = needed.filter(({ kind }) => kind !== 'paper');
  const left = room.components - componentCount(others) - 1;
  const missing = papers.slice(fromStart(papers.slice(0, mostPapers), left).length);
  const note = `-# ${counted(missing.length, 'more paper')} would not fit here.`;
  const fitting = needed.flatMap((piece) => {
    if (piece === missing[0]) return textPieces([() => note]);
    return missing.includes(piece) ? [] : [piece];
  });
  return fromStart(fitting, room.components);
}

function fromStart(pieces: readonly Piece[], room: number): Piece[] {
  const end = pieces.findIndex((_, index) => componentCount(pieces.slice(0, index + 1)) > room);
  return pieces.slice(0, end === -1 ? pieces.length : end);
}
