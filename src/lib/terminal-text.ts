import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

const introducer = '\u001b';
const bell = '\u0007';
const controlSequences = new RegExp(
  `${introducer}(?:\\[[0-?]*[ -/]*[@-~]|\\][^${bell}${introducer}]*(?:${bell}|${introducer}\\\\))`,
  'g',
);
const lineBreaks = /\r\n?|[\n\u0085\u2028\u2029]/;
const breakingSpace = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
const invisibleControls = /[\p{Cc}\p{Bidi_Control}\u00ad\ufeff]/gu;
const loneSurrogates = /\p{Cs}/gu;
const url = /https?:\/\//i;
/** Segmenting graphemes costs more than linear time; no honest text is longer. */
const longestText = 10_000;

/**
 * Foreign text as one line that can do nothing to a terminal: escape sequences, control characters and bidi controls are
 * gone, line breaks and tabs are spaces, lone surrogates are U+FFFD. Past 10,000 UTF-16 units it is cut.
 */
export function printable(text: string): string {
  return text
    .slice(0, longestText)
    .replaceAll(controlSequences, '')
    .replaceAll(breakingSpace, ' ')
    .replaceAll(invisibleControls, '')
    .replaceAll(loneSurrogates, '\ufffd');
}

/** As `printable`, line by line. */
export function printableLines(text: string): string[] {
  return text.split(lineBreaks).map(printable);
}

/**
 * Styled text in lines of at most `width` columns (2 or more), broken between words where that is possible. Styles and
 * hyperlinks are closed at the end of each line. A URL wider than that stays whole, on a line of its own, to be copied.
 */
export function wrapText(text: string, width: number): string[] {
  if (!hasUrl(text)) return hardWrap(text, width);
  return wrapAnsi(text, width)
    .split('\n')
    .flatMap((line) =>
      stringWidth(line) <= width || hasUrl(line) ? [line] : hardWrap(line, width),
    );
}

function hardWrap(text: string, width: number): string[] {
  return wrapAnsi(text, width, { hard: true }).split('\n');
}

function hasUrl(styled: string): boolean {
  return url.test(styled.replaceAll(controlSequences, ''));
}

/** The first `count` lines; the last of them ends with `ellipsis` where others were left out. */
export function clipLines(
  lines: readonly string[],
  count: number,
  width: number,
  ellipsis: string,
): string[] {
  const kept = lines.slice(0, count);
  const last = kept.at(-1);
  if (last === undefined || lines.length <= count) return kept;
  const room = Math.max(1, width - stringWidth(ellipsis));
  return [...kept.slice(0, -1), `${wrapText(last, room)[0]}${ellipsis}`];
}

/** Lines under a first line that starts with `label`, all at the indent that the label makes. */
export function hangLines(label: string, lines: readonly string[]): string[] {
  const indent = ' '.repeat(stringWidth(label));
  return lines.map((line, index) =>
    line === '' && index > 0 ? '' : `${index === 0 ? label : indent}${line}`,
  );
}

/** A line cut every `width` columns, spaces kept. */
export function hardLines(line: string, width: number): string[] {
  return wrapAnsi(line, width, { hard: true, wordWrap: false, trim: false }).split('\n');
}
