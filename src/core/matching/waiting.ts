import { type Expression, everything, kinds, unbounded } from './expression.ts';
import type { Expressions } from './expressions.ts';
import { createRecords } from './records.ts';

/**
 * Which expressions wait for which: one that needs two parts for the rarer, one that needs any for each, and one that may
 * hold for papers without its words for `everything`. While what it waits for holds for no paper, it need not be looked at.
 */
export interface Waiting {
  /** Makes it wait, and what it waits for. Once for each reason. */
  start(expression: Expression): void;
  /** Takes back one `start`; with the last one it waits no more. */
  stop(expression: Expression): void;
  forEachWaiter(expression: Expression, visit: (waiter: Expression) => void): void;
}

const next = 0;
const previous = 1;

export function createWaiting(expressions: Expressions): Waiting {
  const { kind, left, right, cost } = expressions;
  const reasons = createRecords(1);
  // The waiters of an expression are a list of links. Link 2e stands for e waiting for its first cause, 2e + 1 for its second.
  const heads = createRecords(1);
  const links = createRecords(2);

  function causesOf(expression: Expression): readonly Expression[] {
    if (cost(expression) === unbounded) return expression === everything ? [] : [everything];
    switch (kind(expression)) {
      case kinds.both:
        return [left(expression)];
      case kinds.either:
        return [left(expression), right(expression)];
      default:
        return [];
    }
  }

  function link(cause: Expression, made: number): void {
    const head = heads.get(cause, 0);
    links.set(made, next, head);
    links.set(made, previous, 0);
    if (head !== 0) links.set(head, previous, made);
    heads.set(cause, 0, made);
  }

  function unlink(cause: Expression, gone: number): void {
    const before = links.get(gone, previous);
    const after = links.get(gone, next);
    if (before === 0) heads.set(cause, 0, after);
    else links.set(before, next, after);
    if (after !== 0) links.set(after, previous, before);
  }

  return {
    start: function start(expression) {
      reasons.set(expression, 0, reasons.get(expression, 0) + 1);
      if (reasons.get(expression, 0) > 1) return;
      for (const [index, cause] of causesOf(expression).entries()) {
        link(cause, 2 * expression + index);
        start(cause);
      }
    },
    stop: function stop(expression) {
      reasons.set(expression, 0, reasons.get(expression, 0) - 1);
      if (reasons.get(expression, 0) > 0) return;
      for (const [index, cause] of causesOf(expression).entries()) {
        unlink(cause, 2 * expression + index);
        stop(cause);
      }
    },
    forEachWaiter(expression, visit) {
      for (let link = heads.get(expression, 0); link !== 0; link = links.get(link, next)) {
        visit(link >> 1);
      }
    },
  };
}
