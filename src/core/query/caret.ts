import stringWidth from 'string-width';
import type { Span } from '../problem.ts';

/** Columns of text shown at most; what is farther from the place is cut off. */
const widest = 72;
/** More of a text than this on one side of a place is never looked at. */
const farthest = 500;

/**
 * Two lines: the text, and carets under the span. Line breaks and tabs are shown as spaces, other control characters as
 * `?`, wide characters take two columns. Of a long text only the part around the span is shown.
 */
export function caret(text: string, span: Span): string {
  const start = Math.max(0, Math.min(span.start, text.length));
  const end = Math.max(start, Math.min(span.end, text.length));
  const before = [...oneLine(text.slice(Math.max(0, start - farthest), start))];
  const marked = clipped(
    [...oneLine(text.slice(start, Math.min(end, start + farthest)))],
    widest / 2,
  );
  const shownBefore = clipped(before.reverse(), widest / 2).reverse();
  const after = clipped(
    [...oneLine(text.slice(end, end + farthest))],
    widest - widthOf([...shownBefore, ...marked]),
  );
  const carets = '^'.repeat(Math.max(1, widthOf(marked)));
  return [
    [...shownBefore, ...marked, ...after].join('').trimEnd(),
    ' '.repeat(widthOf(shownBefore)) + carets,
  ].join('\n');
}

function oneLine(text: string): string {
  return text
    .replaceAll(/\s/gu, ' ')
    .replaceAll(/[\p{Cc}\p{Cs}\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f]/gu, '?');
}

/** The first characters that fit, and an ellipsis where there are more. */
function clipped(characters: readonly string[], width: number): string[] {
  if (widthOf(characters) <= width) return [...characters];
  const kept: string[] = [];
  let used = 1;
  for (const character of characters) {
    used += widthOf([character]);
    if (used > width) break;
    kept.push(character);
  }
  return [...kept, '…'];
}

function widthOf(characters: readonly string[]): number {
  return characters.reduce((sum, character) => sum + stringWidth(character), 0);
}
