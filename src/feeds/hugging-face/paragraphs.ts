/** The lines of a paragraph as they stand in the text. */
export type Paragraph = readonly string[];

/** Shorter ones cannot hold a title and its abstract. */
const shortestPair = 300;
const mostTitleLines = 3;

/** arXiv allows 1,920 characters. */
const longestAbstract = 1_950;

/** Of a text: an address that is longer does not count. */
const longestEnding = 300;

const narrowest = 30;
const widest = 160;

/**
 * The paragraphs of a text. A hard-wrapped line goes on in the next one when that one's first word would not have fitted
 * into it; blank lines always part paragraphs. Of a text that is not hard-wrapped each line is a paragraph.
 */
export function readParagraphs(text: string): readonly Paragraph[] {
  const lines = text.split(/\r\n?|\n/).map((line) => line.trim());
  const width = wrapWidth(lines);
  const paragraphs: string[][] = [];
  let open: string[] = [];
  for (const [index, line] of lines.entries()) {
    if (line === '') continue;
    open.push(line);
    if (width !== undefined && goesOn(line, lines[index + 1] ?? '', width)) continue;
    paragraphs.push(open);
    open = [];
  }
  return width === undefined ? paragraphs : paragraphs.flatMap(partAtTitles);
}

/** Words that a wrap parted at their hyphen are joined again. */
export function paragraphText(paragraph: Paragraph): string {
  const last = paragraph.length - 1;
  return paragraph
    .map((line, index) => (index === last || /\p{L}-$/u.test(line.slice(-3)) ? line : `${line} `))
    .join('');
}

/** The width at which most lines would have been broken where they are; undefined when that is not the half of them. */
function wrapWidth(lines: readonly string[]): number | undefined {
  const votes = new Array<number>(widest + 1).fill(0);
  for (const [index, line] of lines.entries()) {
    const next = lines[index + 1] ?? '';
    if (line === '' || next === '') continue;
    const end = Math.min(widest + 1, reach(line, next));
    for (let width = Math.max(narrowest, line.length); width < end; width += 1) {
      votes[width] = (votes[width] ?? 0) + 1;
    }
  }
  const most = Math.max(...votes);
  const filled = lines.filter((line) => line !== '').length;
  return most > 0 && most * 2 >= filled ? votes.indexOf(most) : undefined;
}

function goesOn(line: string, next: string, width: number): boolean {
  if (next === '') return false;
  const fits = line.length <= width || !line.includes(' ');
  return fits && reach(line, next) > width;
}

/**
 * Parts a paragraph in which a wrap hid a title. It stands behind the end of a sentence and before a capital letter, in
 * title case; where the paragraph is too long to be one abstract, in any case.
 */
function partAtTitles(paragraph: Paragraph): Paragraph[] {
  const { length } = paragraphText(paragraph);
  if (length < shortestPair) return [paragraph];
  const cuts = [0];
  for (const [start, line] of paragraph.entries()) {
    if (start > 0 && !endsSentence(paragraph[start - 1] ?? '')) continue;
    const isForced = length > longestAbstract && start > 0 && !/[.:;,](?:\s|$)/.test(line);
    const end = titleEnd(paragraph, start, isForced);
    if (end > start) cuts.push(start, end);
  }
  return cuts
    .map((cut, index) => paragraph.slice(cut, cuts[index + 1]))
    .filter((part) => part.length > 0);
}

/** Behind the last line of the title that begins at `start`; `start` itself where none does. */
function titleEnd(paragraph: Paragraph, start: number, isForced: boolean): number {
  let end = start;
  while (end - start < mostTitleLines && isTitleCase(paragraph[end] ?? '', end > start ? 1 : 3)) {
    end += 1;
  }
  if (end === start && isForced) end += 1;
  const next = paragraph[end];
  const isBeforeCapital = next === undefined || /^[\p{Lu}\p{N}]/u.test(next);
  return isBeforeCapital && !endsSentence(paragraph[end - 1] ?? '') ? end : start;
}

/** Whether a text ends in a full stop, before quotes and brackets, or in the address of its code. */
export function endsSentence(text: string): boolean {
  return /[.。]["'”’)\]]*$|https?:\/\/\S+$/u.test(text.slice(-longestEnding));
}

/** Whether of at least `fewest` long words nearly all begin with a capital letter. */
function isTitleCase(line: string, fewest: number): boolean {
  const words = line.match(/\p{L}{4,}/gu) ?? [];
  const capitals = words.filter((word) => /^\p{Lu}/u.test(word)).length;
  return words.length >= fewest && capitals > words.length * 0.7;
}

/** How long the line would be with the first word of the next one. */
function reach(line: string, next: string): number {
  const [firstWord = ''] = next.split(' ', 1);
  return line.length + 1 + firstWord.length;
}
