import type { Span } from '../problem.ts';
import { asName, type FieldName, fieldNames } from './fields.ts';

/** A piece of a query text. */
export type Lexeme = { readonly span: Span } & (
  | { readonly kind: 'open' | 'close' | 'and' | 'or' }
  /** `NOT`, or a dash, which belongs to what follows without a space. */
  | { readonly kind: 'not'; readonly dash: boolean }
  /** `title:`, with the colon. What it applies to follows without a space. */
  | { readonly kind: 'field'; readonly name: FieldName }
  | Operand
  | Comparing
);
export type Operand = { readonly span: Span } & (
  | { readonly kind: 'word'; readonly text: string }
  /** `text` is what stands between the quotes. */
  | { readonly kind: 'phrase'; readonly text: string; readonly closed: boolean }
);
/** `upvotes >= 20` as typed; the operator is `:` where a number field was written as a field. */
export interface Comparing {
  readonly kind: 'comparison';
  readonly name: string;
  readonly operator: string;
  readonly value: string;
  readonly span: Span;
}

const space = /\s+/uy;
const quote = /["“”„‟«»]/uy;
const phraseText = /[^"“”„‟«»]*/uy;
const dash = /[-–—−]/uy;
const orSign = /\|+/uy;
const fieldStart = new RegExp(`(${fieldNames.join('|')}):`, 'iuy');
const comparison =
  /([\p{L}_]+)(?:\s*:)?\s*(>=|=>|≥|<=|=<|≤|==|=|>|<)(?:\s+(?=\d))?([^\s()|"“”„‟«»]*)/uy;
const countAsField = /(upvotes|stars|comments)\s*(:)\s*([^\s()|"“”„‟«»]*)/iuy;
const word = /[^\s()|"“”„‟«»]+/uy;

/** The pieces of a query text in order; every text has some reading. Takes time proportional to its length. */
export function lex(text: string): readonly Lexeme[] {
  const lexemes: Lexeme[] = [];
  let at = 0;
  while (at < text.length) {
    at += take(space, text, at)?.[0].length ?? 0;
    if (at >= text.length) break;
    const lexeme = takeLexeme(text, at, lexemes.at(-1));
    lexemes.push(lexeme);
    at = lexeme.span.end;
  }
  return lexemes;
}

function takeLexeme(text: string, start: number, before: Lexeme | undefined): Lexeme {
  const spanOf = (length: number): Span => ({ start, end: start + length });
  const sign = text[start];
  if (sign === '(') return { kind: 'open', span: spanOf(1) };
  if (sign === ')') return { kind: 'close', span: spanOf(1) };
  const or = take(orSign, text, start);
  if (or !== undefined) return { kind: 'or', span: spanOf(or[0].length) };
  if (take(quote, text, start) !== undefined) return takePhrase(text, start);
  if (take(dash, text, start) !== undefined) return { kind: 'not', dash: true, span: spanOf(1) };
  const isValue = before?.kind === 'field' && before.span.end === start;
  return (isValue ? undefined : takeNamed(text, start)) ?? takeWord(text, start, isValue);
}

function takePhrase(text: string, start: number): Lexeme {
  const [content = ''] = take(phraseText, text, start + 1) ?? [];
  const end = start + 1 + content.length;
  const closed = end < text.length;
  return { kind: 'phrase', text: content, closed, span: { start, end: closed ? end + 1 : end } };
}

/** A field or a comparison. */
function takeNamed(text: string, start: number): Lexeme | undefined {
  const compared = take(comparison, text, start) ?? take(countAsField, text, start);
  if (compared !== undefined) {
    const [all, name = '', operator = '', value = ''] = compared;
    return {
      kind: 'comparison',
      name,
      operator,
      value,
      span: { start, end: start + all.length },
    };
  }
  const field = take(fieldStart, text, start);
  const name = asName(field?.[1] ?? '', fieldNames);
  if (field === undefined || name === undefined) return undefined;
  return { kind: 'field', name, span: { start, end: start + field[0].length } };
}

function takeWord(text: string, start: number, isValue: boolean): Lexeme {
  const [content = ''] = take(word, text, start) ?? [];
  const span = { start, end: start + content.length };
  if (isValue) return { kind: 'word', text: content, span };
  switch (content) {
    case 'AND':
      return { kind: 'and', span };
    case 'OR':
      return { kind: 'or', span };
    case 'NOT':
      return { kind: 'not', dash: false, span };
    default:
      return { kind: 'word', text: content, span };
  }
}

/** What a sticky pattern matches at exactly that place. */
function take(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
