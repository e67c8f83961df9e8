import { decodeHTMLStrict } from 'entities';
import { toSubscript, toSuperscript } from './scripts.ts';

/** Elements that publishers and feeds put into titles and abstracts. What is not named here (`<EOS>`, `<think>`) is the paper's own text. */
const inlineTags = 'a|b|i|em|strong|span|font|small|tt|sub|sup|bdi|abbr|inline-formula|tex-math';
const blockTags = 'p|br|hr|div|li|ul|ol|h[1-6]|blockquote|section|script|style|iframe|svg';
/** JATS and MathML come with a prefix. */
const prefixedTags = '(?:jats|mml):[a-z][a-z-]{0,30}';

const attributes = '(?:\\s[^<>]{0,300}=[^<>]{0,300})?';
const inlineTag = new RegExp(`</?(?:${inlineTags})${attributes}\\s?/?>`, 'gi');
const blockTag = new RegExp(`</?(?:${blockTags}|${prefixedTags})${attributes}\\s?/?>`, 'gi');

/** An ampersand that was encoded any number of times before the entity it begins. */
const encodedAmpersand = /&(?:(?:amp|#0{0,6}38|#x0{0,6}26);)+/gi;

/** The text without HTML, JATS and MathML tags, its entities decoded, also where they were encoded twice. */
export function stripMarkup(text: string): string {
  const decoded = text.includes('&')
    ? decodeHTMLStrict(text.replaceAll(encodedAmpersand, '&'))
    : text;
  if (!decoded.includes('<')) return decoded;
  return decoded
    .replaceAll(/<sub>([^<>]{1,30})<\/sub>/gi, (_, inner: string) => toSubscript(inner) ?? inner)
    .replaceAll(/<sup>([^<>]{1,30})<\/sup>/gi, (_, inner: string) => toSuperscript(inner) ?? inner)
    .replaceAll(blockTag, ' ')
    .replaceAll(inlineTag, '');
}
