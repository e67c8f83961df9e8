const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Of these every one is a grapheme of its own. */
const singleLetters = /^[ -~\u00A1-\u00AC\u00AE-\u017F\u2010-\u2027]*$/;

/** A grapheme longer than this is cut by code points: nobody reads a letter with a hundred marks. */
const longestGrapheme = 64;

/**
 * The beginning of a text in at most `max` UTF-16 units, ellipsis included: whole graphemes always, whole words where the
 * last one is not too long. A text that fits is returned as it is.
 */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  if (max < 1) return '';
  const cut = graphemeBoundary(text, max - 1);
  const head = text.slice(0, cut);
  const space = head.search(/\s\S*$/u);
  const nextIsSpace = /^\s/u.test(text.slice(cut, cut + 1));
  const kept = nextIsSpace || space < cut * 0.6 ? head : head.slice(0, space);
  return `${kept.replace(/[\s,;:.–—-]+$/u, '')}…`;
}

/** The last place at or before `index` that does not part a grapheme. */
function graphemeBoundary(text: string, index: number): number {
  const start = Math.max(0, index - longestGrapheme);
  const around = text.slice(start, index + longestGrapheme);
  if (singleLetters.test(around)) return index;
  const grapheme = graphemes.segment(around).containing(index - start);
  const boundary = start + (grapheme?.index ?? index - start);
  return boundary > start || start === 0 ? boundary : codePointBoundary(text, index);
}

function codePointBoundary(text: string, index: number): number {
  return /[\uDC00-\uDFFF]/.test(text.charAt(index)) ? index - 1 : index;
}
