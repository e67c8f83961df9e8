/** A word of a text as search and matching see it. */
export interface Token {
  /** The folded term: NFKC, lower case, no diacritics, singular. */
  readonly term: string;
  /** Ordinal of the word in its text. A joined compound stands at the ordinal of its first part. */
  readonly position: number;
  /** UTF-16 offsets of the word in the original text, `[start, end)`. */
  readonly start: number;
  readonly end: number;
  /** True for the joined form of a hyphenated compound (`pretraining` from `pre-training`), an alias of its parts. */
  readonly joined: boolean;
}

/**
 * Runs of letters and digits, with marks; a dot between digits belongs to the number. Characters of scripts written without
 * spaces stand alone.
 */
const wordPattern =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]\p{M}*|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])[\p{L}\p{N}]\p{M}*)+(?:\.\p{N}+)*/uy;
const hyphens = '-\u2010\u2011\u2012';
const asciiWord = /^[a-z0-9.]+$/;

/** The words of a text in order. Hyphenated compounds give their parts and, after the last part, their joined form. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  let parts = 0;
  let previousEnd = -1;
  for (let start = nextWord(text, 0); start < text.length; start = nextWord(text, previousEnd)) {
    const isPart = start === previousEnd + 1 && hyphens.includes(text.charAt(previousEnd));
    if (!isPart) {
      if (parts > 1) joinCompound(text, parts, tokens);
      parts = 0;
    }
    const end = endOfWord(text, start);
    const term = foldTerm(text.slice(start, end));
    tokens.push({ term, position, start, end, joined: false });
    parts += 1;
    position += 1;
    previousEnd = end;
  }
  if (parts > 1) joinCompound(text, parts, tokens);
  return tokens;
}

const other = 0;
const digit = 1;
const letter = 2;
const beyondAscii = 3;

/** What each UTF-16 unit is; beyond ASCII only the pattern can tell. */
const kinds = Uint8Array.from({ length: 0x80 }, (_, unit) => {
  const character = String.fromCharCode(unit);
  if (/[0-9]/.test(character)) return digit;
  return /[a-z]/i.test(character) ? letter : other;
});

function kindAt(text: string, at: number): number {
  if (at >= text.length) return other;
  return kinds[text.charCodeAt(at)] ?? beyondAscii;
}

/** Where the first word from `from` on starts; the length of the text where there is none. */
function nextWord(text: string, from: number): number {
  let at = Math.max(0, from);
  while (at < text.length) {
    const kind = kindAt(text, at);
    if (kind === digit || kind === letter) return at;
    if (kind === beyondAscii) {
      wordPattern.lastIndex = at;
      if (wordPattern.test(text)) return at;
      if ((text.codePointAt(at) ?? 0) > 0xffff) at += 1;
    }
    at += 1;
  }
  return at;
}

/** Where the word that starts at `start` ends. Most words are ASCII and need no pattern, which takes ten times as long. */
function endOfWord(text: string, start: number): number {
  let at = start;
  let kind = kindAt(text, at);
  while (kind === letter || kind === digit) {
    at += 1;
    kind = kindAt(text, at);
  }
  while (text.charCodeAt(at) === dot && kindAt(text, at + 1) === digit) {
    at += 2;
    while (kindAt(text, at) === digit) at += 1;
  }
  const follower = text.charCodeAt(at) === dot ? at + 1 : at;
  if (kindAt(text, follower) !== beyondAscii) return at;
  wordPattern.lastIndex = start;
  wordPattern.test(text);
  return wordPattern.lastIndex;
}

const dot = 0x2e;

/** Adds the joined form of a compound whose parts, two or more, are the last tokens. */
function joinCompound(text: string, parts: number, tokens: Token[]): void {
  const first = tokens[tokens.length - parts];
  const last = tokens[tokens.length - 1];
  if (first === undefined || last === undefined) return;
  const joined = tokens.slice(-parts).map((part) => text.slice(part.start, part.end));
  tokens.push({
    term: foldTerm(joined.join('')),
    position: first.position,
    start: first.start,
    end: last.end,
    joined: true,
  });
}

/** One word as it is compared: NFKC, lower case, without diacritics, singular. */
export function foldTerm(word: string): string {
  const lower = word.toLowerCase();
  return singular(asciiWord.test(lower) ? lower : stripMarks(lower));
}

/** As `foldTerm`, but keeps the ending: the beginning of a word is not yet a plural. */
export function foldPrefix(word: string): string {
  const lower = word.toLowerCase();
  return asciiWord.test(lower) ? lower : stripMarks(lower);
}

function stripMarks(word: string): string {
  return word.normalize('NFKD').replaceAll(/\p{M}/gu, '').normalize('NFKC').toLowerCase();
}

/**
 * Plural to singular by Harman's S-stemmer ("How effective is suffixing?", 1991), with what it leaves apart in scientific
 * English: `classes` and `class`, `movies` and `movie`, `hypotheses` and `hypothesis`. Words of up to three letters stay.
 */
function singular(word: string): string {
  const last = word.charCodeAt(word.length - 1);
  if (word.length < 4 || (last !== letterS && last !== letterE)) return word;
  const known = irregular.get(word);
  if (known !== undefined) return known;
  if (word.length > 5 && word.endsWith('sis')) return `${word.slice(0, -2)}e`;
  const stem = last === letterE || /[usi]s$/.test(word) ? word : word.slice(0, -1);
  if (/(?:ch|sh|ss|x)e$/.test(stem)) return stem.slice(0, -1);
  return stem.length > 4 && stem.endsWith('ie') ? `${stem.slice(0, -2)}y` : stem;
}

const letterE = 0x65;
const letterS = 0x73;

/** Values are what their own singular folds to. */
const irregular: ReadonlyMap<string, string> = new Map([
  ['news', 'news'],
  ['biases', 'bia'],
  ['indices', 'index'],
  ['matrices', 'matrix'],
  ['vertices', 'vertex'],
  ['heroes', 'hero'],
  ['echoes', 'echo'],
  ['apis', 'api'],
  ['guis', 'gui'],
  ['cpus', 'cpu'],
  ['gpus', 'gpu'],
  ['tpus', 'tpu'],
  ['npus', 'npu'],
]);
