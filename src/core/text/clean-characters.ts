/** Marks on one letter beyond this are decoration ("zalgo"), not language. */
const mostMarks = 8;
const excessMarks = new RegExp(`(\\p{M}{${mostMarks}})\\p{M}+`, 'gu');
const plain = '!-~\u00A1-\u00AC\u00AE-\u017F\u2010-\u2027\u25B2\u2605';
/** Of European letters and common signs, none of which changes, and single spaces between them. */
const cleanText = new RegExp(`^(?:[${plain}]+(?: [${plain}]+)*)?$`);

/**
 * One line of well-formed text in NFC: lone surrogates become U+FFFD; control characters, invisible ones and those that
 * turn the direction of text go; white space collapses. Joiners and variation selectors stay where they build an emoji.
 */
export function cleanCharacters(text: string): string {
  if (cleanText.test(text)) return text;
  return text
    .replaceAll(/\p{Surrogate}/gu, '\uFFFD')
    .replaceAll(/(?!\s)[\p{Cc}\u{FFF9}-\u{FFFB}\p{Noncharacter_Code_Point}]/gu, '')
    .replaceAll(/(?![\u200D\uFE0E\uFE0F])\p{Default_Ignorable_Code_Point}/gu, '')
    .replaceAll(/(?<!\p{Emoji})[\uFE0E\uFE0F]/gu, '')
    .replaceAll(
      /(?<!\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F)\u200D|\u200D(?!\p{Extended_Pictographic})/gu,
      '',
    )
    .normalize('NFC')
    .replaceAll(excessMarks, '$1')
    .replaceAll(/\s+/gu, ' ')
    .trim();
}
