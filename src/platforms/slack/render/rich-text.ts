import type { Address } from '../../../core/subscription.ts';
import { clipDressed } from '../../../core/text/visible.ts';
import type { Inline, RichText } from '../../../core/view.ts';
import { bold, code, date, escapeMrkdwn, guardLine, link, place } from './mrkdwn.ts';

/** How each kind of piece is written. */
export interface InlineStyle {
  readonly text: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly code: (text: string) => string;
  readonly link: (text: string, url: string) => string;
  readonly time: (at: number, zone: string) => string;
  readonly place: (address: Address) => string;
}

const mrkdwnStyle: InlineStyle = {
  text: escapeMrkdwn,
  strong: bold,
  code,
  link,
  time: date,
  place,
};

/** Rich text as one line in at most `max` UTF-16 units; what does not fit is cut at its end. */
export function renderRichText(text: RichText, max: number, style = mrkdwnStyle): string {
  let line = '';
  for (const piece of text) {
    const room = max - line.length - 1;
    const whole = apart(line, renderInline(piece, style));
    if (whole.length > room)
      return guardLine(line + apart(line, clipInline(piece, room - 1, style)));
    line += whole;
  }
  return guardLine(line);
}

/** Slack reads a sign of formatting only where no letter touches its outer side: an invisible space stands between. */
function apart(line: string, next: string): string {
  const touches = /[\p{L}\p{M}\p{N}*`ˍ]$/u.test(line) && /^[\p{L}\p{M}\p{N}*`ˍ]/u.test(next);
  return touches && /[*`]/.test(line.slice(-1) + next.charAt(0)) ? `\u200b${next}` : next;
}

function renderInline(piece: Inline, style: InlineStyle): string {
  if (typeof piece === 'string') return style.text(piece);
  switch (piece.kind) {
    case 'strong':
    case 'mark':
      return style.strong(piece.text);
    case 'code':
      return style.code(piece.text);
    case 'link':
      return style.link(piece.text, piece.url);
    case 'time':
      return style.time(piece.at, piece.zone);
    case 'place':
      return style.place(piece.address);
  }
}

function clipInline(piece: Inline, max: number, style: InlineStyle): string {
  if (typeof piece === 'string') return clipDressed(piece, max, style.text);
  if (!('text' in piece)) return max > 0 ? '…' : '';
  return clipDressed(piece.text, max, (text) => renderInline({ ...piece, text }, style));
}
