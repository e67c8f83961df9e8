import { counted } from '../../../core/text/counted.ts';
import { shareOut } from '../../../lib/share-out.ts';

/** A line, or several, in at most as many UTF-16 units; empty where nothing that makes sense fits. */
export type Line = (max: number) => string;

/** Nothing, however much room there is. */
export function noLine(): string {
  return '';
}

/** With so much room to spare every line is what it is without a limit. */
const spareRoom = 8;

/** The same line, which is made only once for all who have room for the whole of it. */
export function keptLine(line: Line): Line {
  let whole: string | undefined;
  return (max) => {
    whole ??= line(Number.POSITIVE_INFINITY);
    return whole.length + spareRoom <= max ? whole : line(max);
  };
}

const noteRoom = 40;
/** A shorter beginning of a line says nothing. */
const leastBeginning = 40;

/** The lines in at most `room` UTF-16 units together: those that are short whole, the others of the same length. */
export function shareRoom(lines: readonly Line[], room: number): string[] {
  const whole = lines.map((line) => line(room));
  if (whole.reduce((sum, { length }) => sum + length, 0) <= room) return whole;
  const shares = shareOut(
    whole.map(({ length }) => length),
    room,
  );
  return lines.map((line, index) => {
    const [text = '', share = 0] = [whole[index], shares[index]];
    return text.length <= share ? text : line(share);
  });
}

/** The lines that fit into `max` UTF-16 units, in order. Where some do not, the last line says how many. */
export function joinLines(lines: readonly Line[], max: number): string {
  const whole = lines
    .map((line) => ({ line, text: line(Number.POSITIVE_INFINITY) }))
    .filter(({ text }) => text.trim() !== '');
  const all = whole.map(({ text }) => text).join('\n');
  if (all.length <= max) return all;
  const kept: string[] = [];
  let room = max - noteRoom;
  for (const { line, text } of whole) {
    const fits = text.length <= room;
    const shown = fits ? text : room < leastBeginning ? '' : line(room);
    if (shown !== '') kept.push(shown);
    if (!fits) break;
    room -= text.length + 1;
  }
  const missing = whole.length - kept.length;
  const note = missing === 0 ? [] : [`-# and ${counted(missing, 'more line')}`];
  const shown = [...kept, ...note].join('\n');
  return shown.length <= max ? shown : '';
}
