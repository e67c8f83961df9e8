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

/** Runs of letters and digits, with marks; a dot between digits belongs to the number. Characters of scripts written without spaces stand alone. */
const wordPattern =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]\p{M}*|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])[\p{L}\p{N}]\p{M}*)+(?:\.\p{N}+)*/gu;
const hyphens = /^[-‐‑‒]$/u;
const asciiWord = /^[a-z0-9.]+$/;

/** The words of a text in order. Hyphenated compounds give their parts and, after the last part, their joined form. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  let compound: Token[] = [];
  let previousEnd = -1;
  for (const match of text.matchAll(wordPattern)) {
    const start = match.index;
    const end = start + match[0].length;
    if (!(compound.length > 0 && hyphens.test(text.slice(previousEnd, start)))) {
      joinCompound(text, compound, tokens);
      compound = [];
    }
    const token = { term: foldTerm(match[0]), position, start, end, joined: false };
    tokens.push(token);
    compound.push(token);
    position += 1;
    previousEnd = end;
  }
  joinCompound(text, compound, tokens);
  return tokens;
}

function joinCompound(text: string, parts: readonly Token[], into: Token[]): void {
  const first = parts[0];
  const last = parts.at(-1);
  if (first === undefined || last === undefined || parts.length < 2) return;
  const joined = parts.map((part) => text.slice(part.start, part.end)).join('');
  into.push({
    term: foldTerm(joined),
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
  if (word.length < 4) return word;
  const known = irregular.get(word);
  if (known !== undefined) return known;
  if (word.length > 5 && word.endsWith('sis')) return `${word.slice(0, -2)}e`;
  const stem = /[usi]s$/.test(word) ? word : word.replace(/s$/, '');
  if (/(?:ch|sh|ss|x)e$/.test(stem)) return stem.slice(0, -1);
  return stem.length > 4 && stem.endsWith('ie') ? `${stem.slice(0, -2)}y` : stem;
}

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
