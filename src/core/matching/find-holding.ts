import type { PreparedPaper } from '../query/prepared-paper.ts';
import type { Steps } from '../steps.ts';
import { createBatch } from './batch.ts';
import { type BitRows, createBitRows, emptyRow } from './bit-rows.ts';
import { type Expression, everything } from './expression.ts';
import type { ExpressionTable } from './expression-table.ts';
import type { Waiting } from './waiting.ts';

/** So many expressions are looked at in a step. */
const expressionsPerStep = 32;

export interface HoldingInput<Paper> {
  readonly table: ExpressionTable;
  readonly waiting: Waiting;
  readonly papers: readonly Paper[];
  readonly prepare: (paper: Paper) => PreparedPaper;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Which expressions hold for which of some papers. */
export interface Holding<Paper> {
  readonly papers: readonly Paper[];
  /** Those that hold for any, as far as somebody waited to know. */
  readonly expressions: readonly Expression[];
  /** The papers for which it holds, by their numbers in `papers`. */
  readonly rows: BitRows;
  readonly rowOf: Int32Array;
}

/**
 * The papers wake the words that they have, and what holds wakes what waits for it; everything else holds for none of them.
 * Of expressions that are forgotten, made, or begin to be awaited between two steps, it may say anything.
 */
export function* findHolding<Paper>(input: HoldingInput<Paper>): Steps<Holding<Paper>> {
  const { table, waiting, papers, prepare, now } = input;
  const { end } = table.expressions;
  const rows = createBitRows(papers.length);
  const rowOf = new Int32Array(end);
  const batch = createBatch({ table, rows, rowOf, now });
  const isWoken = new Uint8Array(end);
  const woken: Expression[] = [];
  const wake = (expression: Expression) => {
    if (isWoken[expression] !== 0) return;
    isWoken[expression] = 1;
    woken.push(expression);
  };
  wake(everything);
  for (const paper of papers) {
    for (const words of batch.read(prepare(paper))) wake(words);
    yield;
  }
  const holding: Expression[] = [];
  let looked = 0;
  for (let next = woken.pop(); next !== undefined; next = woken.pop()) {
    looked += 1;
    if (looked % expressionsPerStep === 0) yield;
    if (batch.row(next) === emptyRow) continue;
    holding.push(next);
    waiting.forEachWaiter(next, wake);
  }
  return { papers, expressions: holding, rows, rowOf };
}
