import { cleanCharacters } from './clean-characters.ts';
import { clip } from './clip.ts';

/** Foreign text as one line without anything invisible; where it begins or ends with a space it still does. */
export function visible(text: string): string {
  const cleaned = cleanCharacters(text);
  if (cleaned === text) return text;
  if (cleaned === '') return ' ';
  return `${/^\s/.test(text) ? ' ' : ''}${cleaned}${/\s$/.test(text) ? ' ' : ''}`;
}

/** The longest beginning of a text, as `clip` cuts it, whose `dressed` form takes at most `max` UTF-16 units; else nothing. */
export function clipDressed(text: string, max: number, dressed: (text: string) => string): string {
  const line = visible(text.slice(0, 8 * Math.max(0, max)));
  let room = Math.min(max, line.length);
  while (room > 0) {
    const candidate = dressed(clip(line, room));
    if (candidate.length <= max) return candidate;
    room = Math.min(room - 1, Math.floor((room * max) / candidate.length));
  }
  return '';
}
