import {
  latexAccents,
  latexDeclarations,
  latexDropped,
  latexFunctions,
  latexSecondOnly,
  latexSymbols,
  toDoubleStruck,
} from './latex-symbols.ts';
import { toSubscript, toSuperscript } from './scripts.ts';

interface Cursor {
  readonly text: string;
  readonly mode: 'text' | 'math';
  at: number;
  /** How many groups are open; bounds the recursion. */
  depth: number;
}

const deepest = 20;
const longestFormula = 600;
const ordinaryRun = { text: /[^\\${}^_]+/y, math: /[^\\${}^_~&]+/y };
const letters = /[A-Za-z]+/y;

/**
 * The readable text of LaTeX as it stands in titles and abstracts: formulas in Unicode as far as it goes, text commands
 * by their content, unknown commands by their content or else their name. Dollar signs that are money stay.
 */
export function latexToText(text: string): string {
  if (!/[\\$]|[_^]\{/.test(text)) return text;
  return readUntil({ text, mode: 'text', at: 0, depth: 0 }, '');
}

function readUntil(cursor: Cursor, end: string): string {
  let result = '';
  while (cursor.at < cursor.text.length) {
    if (cursor.text[cursor.at] === end) {
      cursor.at += 1;
      return result;
    }
    result += readPiece(cursor);
  }
  return result;
}

function readPiece(cursor: Cursor): string {
  const run = readPattern(cursor, ordinaryRun[cursor.mode]);
  if (run !== '') return run;
  const character = cursor.text.charAt(cursor.at);
  const next = cursor.text.charAt(cursor.at + 1);
  const isMath = cursor.mode === 'math';
  if (character === '\\') return readCommand(cursor);
  if (character === '{' && (isMath || cursor.depth > 0 || next === '\\')) return readGroup(cursor);
  if ((character === '^' || character === '_') && (isMath || next === '{'))
    return readScript(cursor);
  if (character === '$' && !isMath) return readFormula(cursor, next === '$' ? '$$' : '$') ?? '$';
  cursor.at += 1;
  if (!isMath) return character;
  return character === '~' || character === '&' ? ' ' : '';
}

/** `pattern` must be sticky. */
function readPattern(cursor: Cursor, pattern: RegExp): string {
  pattern.lastIndex = cursor.at;
  const run = pattern.exec(cursor.text)?.[0] ?? '';
  cursor.at += run.length;
  return run;
}

function readGroup(cursor: Cursor): string {
  cursor.at += 1;
  if (cursor.depth >= deepest) return '';
  cursor.depth += 1;
  const content = readUntil(cursor, '}');
  cursor.depth -= 1;
  return content;
}

/** A group, a command or one character. */
function readArgument(cursor: Cursor): string {
  const character = cursor.text.charAt(cursor.at);
  if (character === '{') return readGroup(cursor);
  if (character === '\\' && cursor.depth < deepest) {
    cursor.depth += 1;
    const content = readCommand(cursor);
    cursor.depth -= 1;
    return content;
  }
  const symbol = String.fromCodePoint(cursor.text.codePointAt(cursor.at) ?? 32);
  cursor.at += symbol.length;
  return symbol;
}

function readScript(cursor: Cursor): string {
  const sign = cursor.text.charAt(cursor.at);
  cursor.at += 1;
  const content = readArgument(cursor).trim();
  if (content === '') return '';
  if (sign === '_') return toSubscript(content) ?? `_${parenthesized(content)}`;
  if (content === '∘') return '°';
  if (content === '⊤') return 'ᵀ';
  if (/^(?:st|nd|rd|th|[*′'†‡⋆]+)$/.test(content)) return content;
  return toSuperscript(content) ?? `^${parenthesized(content)}`;
}

function parenthesized(text: string): string {
  return /^[\p{L}\p{M}\p{N}.*]*$/u.test(text) ? text : `(${text})`;
}

/**
 * What stands between the delimiter at the cursor and its counterpart, if that is a formula. A lone dollar sign follows
 * Pandoc's rule for `tex_math_dollars`: no space inside the delimiters, and no digit after the closing one unless the content is surely no sum of money.
 */
function readFormula(cursor: Cursor, open: '$' | '$$' | '\\(' | '\\['): string | undefined {
  const close = open.replace('(', ')').replace('[', ']');
  const start = cursor.at + open.length;
  const length = cursor.text.slice(start, start + longestFormula).indexOf(close);
  const content = length < 0 ? undefined : cursor.text.slice(start, start + length);
  const after = cursor.text.charAt(start + length + close.length);
  if (content === undefined || (open === '$' && !isFormula(content, after))) {
    cursor.at += open.length;
    return undefined;
  }
  cursor.at = start + length + close.length;
  return readUntil({ text: content, mode: 'math', at: 0, depth: cursor.depth }, '').trim();
}

function isFormula(content: string, after: string): boolean {
  if (/^\s|\s$|^$/u.test(content)) return false;
  if (/[\\_^]/.test(content) || !/[\p{L}\p{N}]/u.test(content)) return true;
  return !/\d/.test(after) && !/\p{L}{3,}[\s-]+\p{L}{3,}/u.test(content);
}

function readCommand(cursor: Cursor): string {
  const start = cursor.at;
  cursor.at += 1;
  const name = readPattern(cursor, letters);
  return name === '' ? readSign(cursor) : readNamed(cursor, name, start);
}

/** A command of one sign, such as `\&` or `\'`. */
function readSign(cursor: Cursor): string {
  const sign = cursor.text.charAt(cursor.at);
  if (sign === '(' || sign === '[') {
    cursor.at -= 1;
    return readFormula(cursor, sign === '(' ? '\\(' : '\\[') ?? '';
  }
  cursor.at += 1;
  const mark = latexAccents.get(sign);
  if (mark !== undefined) return readAccented(cursor, mark) ?? sign;
  if (/[\\,;:> ]/.test(sign)) return ' ';
  return sign === '|' ? '‖' : sign.replace(/[!/@)\]-]/, '');
}

/** The next letter or group under an accent; undefined when nothing that takes an accent follows. */
function readAccented(cursor: Cursor, mark: string): string | undefined {
  if (!/[\p{L}{\\]/u.test(cursor.text.charAt(cursor.at))) return undefined;
  const letter = readArgument(cursor).replace('ı', 'i').replace('ȷ', 'j');
  return /^\p{L}$/u.test(letter) ? (letter + mark).normalize('NFC') : letter;
}

function readNamed(cursor: Cursor, name: string, start: number): string {
  const symbol = latexSymbols.get(name);
  if (symbol !== undefined) return readSymbol(cursor, symbol);
  if (latexFunctions.has(name)) {
    return /[A-Za-z0-9}]/.test(cursor.text.charAt(start - 1)) ? ` ${name}` : name;
  }
  if (latexDeclarations.has(name)) {
    readPattern(cursor, /[ .]?/y);
    return '';
  }
  const mark = latexAccents.get(name);
  if (mark !== undefined) return readLetterAccent(cursor, name, mark);
  if (/^q?quad$|^space$/.test(name)) return ' ';
  return readWithArguments(cursor, name);
}

function readSymbol(cursor: Cursor, symbol: string): string {
  if (cursor.text.startsWith('{}', cursor.at)) cursor.at += 2;
  else if (/^[ßæÆœŒøØåÅłŁðÐþÞđĐıȷ]$/.test(symbol)) readPattern(cursor, / ?/y);
  return symbol;
}

/** `\v{s}` and `\v s`; `\vec x` in a formula; else an unknown command of that name. */
function readLetterAccent(cursor: Cursor, name: string, mark: string): string {
  const hasArgument = /^(?:\{| [A-Za-z](?![A-Za-z])|\\)/.test(
    cursor.text.slice(cursor.at, cursor.at + 3),
  );
  if (!hasArgument) return name;
  readPattern(cursor, / ?/y);
  return readAccented(cursor, mark) ?? name;
}

function readWithArguments(cursor: Cursor, name: string): string {
  readPattern(cursor, /\*(?=\{)/y);
  const option = readPattern(cursor, /\[[^\][{}]{0,60}\](?=\{)/y);
  const groups: string[] = [];
  while (cursor.text[cursor.at] === '{' && cursor.depth < deepest && groups.length < 9) {
    groups.push(readGroup(cursor));
  }
  const [first = '', second = ''] = groups;
  if (latexDropped.has(name)) return '';
  if (latexSecondOnly.has(name)) return second === '' ? first : second + groups.slice(2).join('');
  if (/^[dt]?frac$/.test(name)) return `${grouped(first)}/${grouped(second)}`;
  if (name === 'binom') return `C(${first}, ${second})`;
  if (name === 'sqrt') return `${option === '[3]' ? '∛' : '√'}${grouped(first)}`;
  if (name === 'not') return (first || readArgument(cursor)).replace(/^\S/u, '$&\u0338');
  if (name === 'unicode') return codePoint(first);
  if (name === 'footnote') return ` (${first})`;
  if (/^(?:mathbb|mathds|Bbb)$/.test(name)) return toDoubleStruck(first || readArgument(cursor));
  if (name === 'textsuperscript') return toSuperscript(first) ?? first;
  if (name === 'textsubscript') return toSubscript(first) ?? first;
  return groups.some((group) => group !== '') ? groups.join(' ') : contentless(name, groups);
}

/** A custom command is known by its name alone; a font command without content says nothing. */
function contentless(name: string, groups: readonly string[]): string {
  return /^(?:text|math|emph|under|over|oper)/.test(name) && groups.length > 0 ? '' : name;
}

function grouped(text: string): string {
  return /^[\p{L}\p{M}\p{N}.]*$/u.test(text) ? text : `(${text})`;
}

function codePoint(text: string): string {
  const code = /^x[0-9a-f]{1,5}$/i.test(text)
    ? Number.parseInt(text.slice(1), 16)
    : Number(text || Number.NaN);
  return Number.isInteger(code) && code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
}
