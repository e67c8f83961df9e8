import type { Expression, Words } from './expression.ts';

/** The words that queries ask for, as a tree of terms. Papers add nothing to it. */
export interface Vocabulary {
  readonly root: Branch;
  find(words: Words): Expression | undefined;
  add(words: KnownWords): void;
  remove(expression: Expression): void;
}

export interface KnownWords extends Words {
  readonly expression: Expression;
}

/** What queries know of as the next term of a row. */
export interface Branch {
  readonly whole: Map<string, Fork>;
  /** Terms that are only begun, by their length. */
  readonly begun: Map<number, Map<string, Fork>>;
}

/** A row of terms so far. */
export interface Fork {
  /** What ends here. */
  readonly words: readonly KnownWords[];
  /** What goes on. */
  readonly after?: Branch;
}

const deadEnd: Fork = { words: [] };

/** Where a row goes on with a term of a paper. */
export function follow({ whole, begun }: Branch, term: string): Fork {
  const fork = whole.get(term) ?? deadEnd;
  if (begun.size === 0) return fork;
  const words = [...fork.words];
  for (const [length, forks] of begun) {
    if (length <= term.length) words.push(...(forks.get(term.slice(0, length))?.words ?? []));
  }
  return { ...fork, words };
}

export function createVocabulary(): Vocabulary {
  const root = createBranch();
  const byExpression = new Map<Expression, KnownWords>();
  return {
    root,
    find: (words) => findIn(root, words, 0),
    add(words) {
      byExpression.set(words.expression, words);
      change(root, words, 0, (others) => [...others, words]);
    },
    remove(expression) {
      const words = byExpression.get(expression);
      if (words === undefined) return;
      byExpression.delete(expression);
      change(root, words, 0, (others) => others.filter((each) => each !== words));
    },
  };
}

function createBranch(): Branch {
  return { whole: new Map(), begun: new Map() };
}

function findIn(branch: Branch, words: Words, index: number): Expression | undefined {
  const { terms, begun, places } = words;
  const term = terms[index] ?? '';
  if (index < terms.length - 1) {
    const after = branch.whole.get(term)?.after;
    return after && findIn(after, words, index + 1);
  }
  const forks = begun ? branch.begun.get(term.length) : branch.whole;
  return forks?.get(term)?.words.find((each) => each.places === places)?.expression;
}

/** Changes what ends where these words end. Makes the way there, and leaves none that leads nowhere. */
function change(
  branch: Branch,
  words: Words,
  index: number,
  changed: (others: readonly KnownWords[]) => readonly KnownWords[],
): void {
  const { terms, begun } = words;
  const term = terms[index] ?? '';
  const isLast = index >= terms.length - 1;
  const forks = isLast && begun ? (branch.begun.get(term.length) ?? new Map()) : branch.whole;
  const fork = forks.get(term) ?? deadEnd;
  const after = fork.after ?? createBranch();
  if (!isLast) change(after, words, index + 1, changed);
  const next = {
    words: isLast ? changed(fork.words) : fork.words,
    ...(after.whole.size + after.begun.size > 0 && { after }),
  };
  if (next.words.length > 0 || next.after !== undefined) forks.set(term, next);
  else forks.delete(term);
  if (!isLast || !begun) return;
  if (forks.size > 0) branch.begun.set(term.length, forks);
  else branch.begun.delete(term.length);
}
