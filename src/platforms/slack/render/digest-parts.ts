import type { KnownBlock } from '@slack/types';
import { counted } from '../../../core/text/counted.ts';
import type { Block, View } from '../../../core/view.ts';
import { blockGroups, digestBlocks, renderBlocks } from './blocks.ts';
import { cut, fits, fitting, less, measure, type Size } from './measure.ts';

/** In the channel where not all fit. */
const papersInChannel = 5;
/** As long as any note on the papers that are elsewhere. */
const noteLike = '1000 more papers would not fit here.';

/** What one message shows, and as blocks. */
interface DigestPart {
  readonly view: View;
  readonly blocks: KnownBlock[];
}

/**
 * A digest in as many views as it takes messages: one where it fits into `room`; else the first has five papers at most
 * and all that is not a paper, and the others, for its thread, have the other papers.
 */
export function digestParts(view: View, room: Size): DigestPart[] {
  const { blocks, size } = digestBlocks(view);
  if (fits(size, room)) return [{ view, blocks }];
  return splitView(view, room).map((part) => ({
    view: part,
    blocks: cut(renderBlocks(part), room),
  }));
}

function splitView(view: View, room: Size): View[] {
  const papers = papersOf(view);
  const count = Math.min(papersInChannel, papersBeside(view, room));
  const verb = papers.length - count === 1 ? 'is' : 'are';
  const note = `${placesText(count, papers.length)} ${verb} in the thread.`;
  return [beginning(view, count, note), ...threadParts(papers, count, room)];
}

/** The view in one message, without the papers that do not fit into `room` beside all that is not a paper. */
export function shortened(view: View, room: Size): View {
  if (fits(measure(renderBlocks(view)), room)) return view;
  const count = papersBeside(view, room);
  const missing = counted(papersOf(view).length - count, 'more paper');
  return beginning(view, count, `${missing} would not fit here.`);
}

/** As few as possible, with about as many papers in each. */
function threadParts(papers: readonly Block[], from: number, room: Size): View[] {
  const fewest = filledParts(papers, from, room, papers.length).length;
  return filledParts(papers, from, room, Math.ceil((papers.length - from) / fewest));
}

function filledParts(papers: readonly Block[], from: number, room: Size, most: number): View[] {
  const parts: View[] = [];
  for (let start = from; start < papers.length; ) {
    const left = less(room, renderBlocks(continuation(papers, start, start)));
    const fit = countFitting(papers.slice(start), left);
    const end = start + Math.max(1, Math.min(most, fit));
    parts.push(continuation(papers, start, end));
    start = end;
  }
  return parts;
}

function countFitting(papers: readonly Block[], room: Size): number {
  const groups = blockGroups({ summary: '', blocks: papers });
  return groups.length - fitting(groups, room).missing;
}

/** How many of a view's papers fit beside the rest of it; one is always shown. */
function papersBeside(view: View, room: Size): number {
  const frame = beginning(view, 0, noteLike);
  return Math.max(1, countFitting(papersOf(view), less(room, renderBlocks(frame))));
}

function papersOf({ blocks }: View): Block[] {
  return blocks.filter(({ kind }) => kind === 'paper');
}

/** The view with its first papers, and a note for the others where the first of them was. */
function beginning(view: View, count: number, note: string): View {
  const [firstMoved, ...moved] = papersOf(view).slice(count);
  if (firstMoved === undefined) return view;
  return {
    ...view,
    blocks: view.blocks
      .filter((block) => !moved.includes(block))
      .map((block) => (block === firstMoved ? { kind: 'text', text: [note] } : block)),
  };
}

function continuation(papers: readonly Block[], start: number, end: number): View {
  const summary = placesText(start, end);
  return {
    summary,
    blocks: [{ kind: 'text', text: [summary] }, ...papers.slice(start, end)],
  };
}

/** `Papers 6 to 10` for those from index 5 up to 10. */
function placesText(start: number, end: number): string {
  return end - start === 1 ? `Paper ${end}` : `Papers ${start + 1} to ${end}`;
}
