import type { QueryNode } from '../query/ast.ts';
import type { PreparedPaper } from '../query/prepared-paper.ts';
import type { Steps } from '../steps.ts';
import { emptyRow } from './bit-rows.ts';
import { express } from './express.ts';
import { type Expression, everything } from './expression.ts';
import { createExpressionTable, type Rarity } from './expression-table.ts';
import { findHolding, type Holding } from './find-holding.ts';
import { createWaiting } from './waiting.ts';

/**
 * Many queries, each under the id of who asks, matched with papers together. A query is looked at only when some paper has
 * the rarest word that it cannot do without, and equal queries or parts of queries are looked at once. What matches is what
 * `matches` says.
 */
export interface Matcher {
  /** Sets what an id asks for, in place of what it asked for before; `undefined` takes every paper. */
  put(id: string, query: QueryNode | undefined): void;
  remove(id: string): void;
  /**
   * Finds the papers that each id asks for. Between two steps the caller may do anything, `put` and `remove` included. `now` in
   * epoch milliseconds, for `since:`.
   */
  match<Paper>(
    papers: readonly Paper[],
    prepare: (paper: Paper) => PreparedPaper,
    now: number,
  ): Steps<Matched<Paper>>;
}

/** What a match found. */
export interface Matched<Paper> {
  /**
   * What the id asks for now, in the order in which the papers were given; `undefined` where nobody asked for that yet when
   * the match began.
   */
  papersOf(id: string): readonly Paper[] | undefined;
  /** The papers that somebody asks for, by query: never empty, and with the ids that ask for just these. */
  groups(): Iterable<MatchedGroup<Paper>>;
}

export interface MatchedGroup<Paper> {
  readonly ids: readonly string[];
  readonly papers: readonly Paper[];
}

/** Who asks for just one expression. */
interface Askers {
  readonly ids: string[];
  /** When the first of them came. */
  readonly since: number;
}

/** So many papers are taken together: it bounds the memory that a match takes, and its longest step. */
const batchSize = 256;

export function createMatcher(rarity: Rarity): Matcher {
  const table = createExpressionTable(rarity);
  const { expressions } = table;
  const waiting = createWaiting(expressions);
  const asked = new Map<string, Expression>();
  const askers: (Askers | undefined)[] = [];
  let ticks = 0;

  function ask(expression: Expression, id: string): void {
    asked.set(id, expression);
    const others = askers[expression];
    if (others === undefined) {
      expressions.use(expression);
      waiting.start(expression);
      ticks += 1;
      askers[expression] = { ids: [id], since: ticks };
    } else others.ids.push(id);
  }

  function unask(expression: Expression, id: string): void {
    const ids = askers[expression]?.ids ?? [];
    ids.splice(ids.indexOf(id), 1);
    if (ids.length > 0) return;
    askers[expression] = undefined;
    waiting.stop(expression);
    table.release(expression);
  }

  return {
    put(id, query) {
      const expression = query === undefined ? everything : express(query, table);
      const before = asked.get(id);
      if (before === expression) return;
      ask(expression, id);
      if (before !== undefined) unask(before, id);
    },
    remove(id) {
      const expression = asked.get(id);
      if (expression === undefined) return;
      asked.delete(id);
      unask(expression, id);
    },
    *match<Paper>(papers: readonly Paper[], prepare: (paper: Paper) => PreparedPaper, now: number) {
      const began = ticks;
      const wasAsked = (expression: Expression) =>
        (askers[expression]?.since ?? Number.POSITIVE_INFINITY) <= began;
      const batches: Holding<Paper>[] = [];
      for (let from = 0; from < papers.length; from += batchSize) {
        const batch = papers.slice(from, from + batchSize);
        batches.push(yield* findHolding({ table, waiting, papers: batch, prepare, now }));
      }
      return {
        papersOf(id) {
          const expression = asked.get(id);
          if (expression === undefined || !wasAsked(expression)) return undefined;
          return papersFor(expression, batches);
        },
        *groups() {
          for (const [index, { expressions }] of batches.entries()) {
            const before = batches.slice(0, index);
            for (const expression of expressions) {
              if (!wasAsked(expression)) continue;
              if (before.some(({ rowOf }) => rowOf[expression] !== emptyRow)) continue;
              const ids = askers[expression]?.ids ?? [];
              yield { ids, papers: papersFor(expression, batches) };
            }
          }
        },
      };
    },
  };
}

function papersFor<Paper>(expression: Expression, batches: readonly Holding<Paper>[]): Paper[] {
  const found: Paper[] = [];
  for (const { papers, rows, rowOf } of batches) {
    rows.forEach(rowOf[expression] ?? emptyRow, (index) => {
      const paper = papers[index];
      if (paper !== undefined) found.push(paper);
    });
  }
  return found;
}
