import { cleanCharacters } from './clean-characters.ts';
import { latexToText } from './latex.ts';
import { stripMarkup } from './markup.ts';
import { setTypography } from './typography.ts';

/** More than any abstract; what is beyond is not read. */
const longestInput = 100_000;

/** Honest text settles in two or three passes; only markup made to unwrap forever needs more. */
const mostPasses = 6;

const alreadyPlain = /^[A-Za-z0-9,.;:!?()/+=*%#@"|[\]]+(?:[ '-][A-Za-z0-9,.;:!?()/+=*%#@"|[\]]+)*$/;
const markupCharacters = /[&<\\${}^_~`'-]/g;

/**
 * One line of readable text from what a feed gives: HTML entities and tags, LaTeX, and characters that cannot be seen
 * become what they stand for or go. `$1 Million` and `<think>` are text and stay. Idempotent; linear in time; at most
 * 100,000 UTF-16 units are read.
 */
export function plainText(raw: string): string {
  let text = raw;
  for (let pass = 0; pass < mostPasses; pass += 1) {
    if (text.length <= longestInput && alreadyPlain.test(text)) return text;
    const cleaned = cleanOnce(text);
    if (cleaned === text) return text;
    text = cleaned;
  }
  return cleanOnce(text.replaceAll(markupCharacters, ' '));
}

function cleanOnce(text: string): string {
  const bounded = cleanCharacters(text.slice(0, longestInput));
  return cleanCharacters(setTypography(latexToText(stripMarkup(bounded))));
}
