import { timeText } from '../../core/schedule/time-text.ts';
import type { Inline, RichText } from '../../core/view.ts';
import { printable, printableLines } from '../../lib/terminal-text.ts';
import type { Pen } from '../../lib/text-style.ts';

/** Rich text dressed for a terminal, not yet wrapped; line breaks of plain pieces stay. */
export function renderRichText(text: RichText, pen: Pen): string {
  return text.map((piece) => renderInline(piece, pen)).join('');
}

function renderInline(piece: Inline, pen: Pen): string {
  if (typeof piece === 'string') return printableLines(piece).join('\n');
  switch (piece.kind) {
    case 'strong':
      return pen.strong(printable(piece.text));
    case 'code':
      return pen.code(printable(piece.text));
    case 'mark':
      return pen.mark(printable(piece.text));
    case 'link':
      return pen.link(printable(piece.text), piece.url);
    case 'time':
      return timeText(piece.at, piece.zone);
    case 'place':
      return printable(piece.address);
  }
}
