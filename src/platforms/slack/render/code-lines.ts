import { packLines } from './block-pieces.ts';
import { escapeEntities } from './mrkdwn.ts';

const fence = '```';
/** What is longer is broken, so that even a line of nothing but entities fits a text object. */
const longestLine = 500;
const longestText = 100_000;

/** Text of fixed width with its spaces kept, in as many pieces of at most `max` UTF-16 units as it needs. */
export function codePieces(text: string, max: number): string[] {
  return packLines(codeLines(text), max - 2 * fence.length - 2)
    .filter((piece) => piece.trim() !== '')
    .map((piece) => `${fence}\n${piece}\n${fence}`);
}

function codeLines(text: string): string[] {
  return text
    .slice(0, longestText)
    .toWellFormed()
    .split(/\r\n?|[\n\u0085\u2028\u2029]/)
    .map((line) => line.replaceAll(/[\p{Cc}\p{Bidi_Control}\u200b\ufeff]/gu, ''))
    .flatMap(brokenLine)
    .map((line) => escapeEntities(line).replaceAll('`', 'ˋ'));
}

function brokenLine(line: string): string[] {
  const characters = [...line];
  const half = longestLine / 2;
  if (characters.length <= half) return [line];
  const starts = Array.from({ length: Math.ceil(characters.length / half) }, (_, at) => at * half);
  return starts.map((start) => characters.slice(start, start + half).join(''));
}
