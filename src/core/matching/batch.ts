import { boundedMemo } from '../bounded-memo.ts';
import type { QueryNode } from '../query/ast.ts';
import { matches } from '../query/match.ts';
import type { PreparedPaper } from '../query/prepared-paper.ts';
import { type BitRows, emptyRow, fullRow } from './bit-rows.ts';
import { type Expression, everything, kinds } from './expression.ts';
import type { ExpressionTable } from './expression-table.ts';
import { findWords } from './find-words.ts';
import { follow } from './vocabulary.ts';

/** Papers that are matched together: for which of them an expression holds is found for all at once, and once only. */
export interface Batch {
  /** Takes in the next paper. Gives the words that it has and none before it had. */
  read(paper: PreparedPaper): readonly Expression[];
  /** The row of the papers for which it holds, by their order. All papers must have been read. */
  row(expression: Expression): number;
}

export interface BatchOptions {
  readonly table: ExpressionTable;
  readonly rows: BitRows;
  /** The row of each expression that holds for some paper, to be filled in. Those that do not fit in came too late. */
  readonly rowOf: Int32Array;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** More terms than the papers of a batch have. */
const mostTerms = 200_000;

export function createBatch({ table, rows, rowOf, now }: BatchOptions): Batch {
  const { expressions, vocabulary, clauseOf } = table;
  const { kind, left, right } = expressions;
  const papers: PreparedPaper[] = [];
  const isKnown = new Uint8Array(expressions.end);
  rowOf[everything] = fullRow;
  const start = boundedMemo(mostTerms, (term: string) => follow(vocabulary.root, term));

  function row(expression: Expression): number {
    const known = rowOf[expression] ?? emptyRow;
    if (known !== emptyRow || isKnown[expression] === 1) return known;
    isKnown[expression] = 1;
    const found = evaluated(expression);
    rowOf[expression] = found;
    return found;
  }

  function evaluated(expression: Expression): number {
    switch (kind(expression)) {
      case kinds.both:
        return intersection(row(left(expression)), right(expression));
      case kinds.either:
        return union(row(left(expression)), row(right(expression)));
      case kinds.not:
        return difference(fullRow, row(left(expression)));
      case kinds.clause:
        return satisfying(clauseOf(expression));
      default:
        return emptyRow;
    }
  }

  /** Whatever the other part is, it need not be known where the first holds for no paper. */
  function intersection(a: number, other: Expression): number {
    if (a === emptyRow) return emptyRow;
    return kind(other) === kinds.not ? difference(a, row(left(other))) : overlap(a, row(other));
  }

  function overlap(a: number, b: number): number {
    if (b === emptyRow || a === fullRow) return b;
    if (b === fullRow) return a;
    const made = rows.copy(a);
    rows.intersect(made, b);
    return rows.settled(made);
  }

  function difference(a: number, b: number): number {
    if (b === emptyRow) return a;
    const made = rows.copy(a);
    rows.subtract(made, b);
    return rows.settled(made);
  }

  function union(a: number, b: number): number {
    if (a === emptyRow) return b;
    if (b === emptyRow) return a;
    const made = rows.copy(a);
    rows.unite(made, b);
    return made;
  }

  function satisfying(clause: QueryNode | undefined): number {
    const made = rows.add();
    for (const [index, paper] of papers.entries()) {
      if (clause !== undefined && matches(clause, paper, now)) rows.set(made, index);
    }
    return rows.settled(made);
  }

  return {
    read(paper) {
      const index = papers.push(paper) - 1;
      const added: Expression[] = [];
      findWords(paper, start, ({ expression }) => {
        const known = rowOf[expression];
        // Words that came after the batch was made have no place in it.
        if (known === undefined) return;
        const row = known === emptyRow ? rows.add() : known;
        rows.set(row, index);
        if (row === known) return;
        rowOf[expression] = row;
        added.push(expression);
      });
      return added;
    },
    row,
  };
}
