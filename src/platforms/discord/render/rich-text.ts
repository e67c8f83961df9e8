import { clipDressed } from '../../../core/text/visible.ts';
import type { Inline, RichText } from '../../../core/view.ts';
import { bold, code, escapeMarkdown, guardLine, link, place, timestamp } from './markdown.ts';

/** Of an emoji, with its colon. */
const longestName = 65;

/** Rich text as one line of Discord's markdown in at most `max` UTF-16 units; what does not fit is cut at its end. */
export function renderRichText(text: RichText, max = Number.POSITIVE_INFINITY): string {
  let line = '';
  for (const piece of text) {
    const room = max - line.length - 2;
    const natural = apart(line, renderInline(piece));
    if (natural.length > room) return guardLine(line + apart(line, clipInline(piece, room)));
    line += natural;
  }
  return guardLine(line);
}

/** Two bold pieces side by side would be read as one with stars in it; a colon and a name as an emoji, an `@` as a mention. */
function apart(line: string, next: string): string {
  const areBold = line.endsWith('**') && next.startsWith('**');
  const areName = /[@:][\w+-]*$/.test(line.slice(-longestName)) && /^[\w+:/-]/.test(next);
  return areBold || areName ? `\u200b${next}` : next;
}

function renderInline(piece: Inline): string {
  if (typeof piece === 'string') return escapeMarkdown(piece);
  switch (piece.kind) {
    case 'strong':
    case 'mark':
      return bold(piece.text);
    case 'code':
      return code(piece.text);
    case 'link':
      return link(piece.text, piece.url);
    case 'time':
      return timestamp(piece.at);
    case 'place':
      return place(piece.address);
  }
}

function clipInline(piece: Inline, max: number): string {
  if (typeof piece === 'string') return clipDressed(piece, max, escapeMarkdown);
  switch (piece.kind) {
    case 'strong':
    case 'mark':
      return clipDressed(piece.text, max, bold);
    case 'code':
      return clipDressed(piece.text, max, code);
    case 'link':
      return clipDressed(piece.text, max, (label) => link(label, piece.url));
    case 'time':
    case 'place':
      return max > 0 ? '…' : '';
  }
}
