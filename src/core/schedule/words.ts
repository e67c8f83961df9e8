/** A word of a schedule. Offsets point into the text as typed. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const wordPattern = /\d{1,2}(?:[:.]\d{2})?\s+[ap]\.?m\b\.?|[^\s,;&!]+/giu;

/** What stands between spaces, as typed. */
export function spacedWords(text: string): Word[] {
  return [...text.matchAll(/\S+/g)].map((match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** What stands between spaces and commas, in lower case, every dash a hyphen and no final point; `9 pm` is one word. */
export function wordsOf(text: string): Word[] {
  return [...text.matchAll(wordPattern)].map((match) => ({
    text: match[0]
      .toLowerCase()
      .replaceAll(/[‐‑‒–—−]/g, '-')
      .replace(/\.$/, ''),
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** Words that may stand anywhere and say nothing. */
export const fillers: ReadonlySet<string> = new Set('and at each every in on the time'.split(' '));
