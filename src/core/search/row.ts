import type { TermRange } from './dictionary.ts';
import {
  type ForwardIndex,
  firstVarintByte,
  forEachSection,
  readVarint,
  varintLength,
} from './forward.ts';

/**
 * Tells whether a document has the terms in a row within one section of those in `mask`. A joined compound covers its parts:
 * `pretraining data` is in "pre-training data".
 */
export function rowMatcher(
  forward: ForwardIndex,
  mask: number,
  row: readonly TermRange[],
): (doc: number) => boolean {
  const steps = row.map(({ from, to }): RowStep => {
    return { from, to, code: to - from === 1 ? forward.terms.indexOf(from) : -1, ends: [] };
  });
  return (doc) => {
    let found = false;
    forEachSection(forward, doc, (section, from, to) => {
      if (found || (mask & (1 << section)) === 0) return;
      for (const { ends } of steps) ends.length = 0;
      found = hasRow(forward, from, to, steps);
    });
    return found;
  };
}

interface RowStep extends TermRange {
  /** Of the term where it is one, else -1. */
  readonly code: number;
  /** The positions at which the row ends that goes up to this term, ascending. */
  readonly ends: number[];
}

/**
 * Reads a section once. It decodes the entries by itself: a common phrase has tens of thousands of candidates. Where no row goes
 * on, words are counted and passed over up to one that may be the first of the row, or a compound.
 */
function hasRow(
  { bytes, terms }: ForwardIndex,
  from: number,
  to: number,
  steps: readonly RowStep[],
): boolean {
  const last = steps.length - 1;
  const first = steps[0]?.code ?? -1;
  const firstByte = first < 0 ? -1 : firstVarintByte(first + 1);
  let position = 0;
  let lastEnd = -1;
  for (let at = from; at < to; ) {
    if (firstByte >= 0 && lastEnd !== position) {
      for (let byte = bytes[at] ?? 0; ; byte = bytes[at] ?? 0) {
        if (byte === 0 || (byte === firstByte && (bytes[at - 1] ?? 0) < 0x80)) break;
        position += 1 - (byte >>> 7);
        at += 1;
        if (at === to) return false;
      }
    }
    let value = readVarint(bytes, at);
    at += varintLength(value);
    let width = 1;
    if (value === 0) {
      width = readVarint(bytes, at);
      at += varintLength(width);
      value = readVarint(bytes, at);
      at += varintLength(value);
    } else position += 1;
    // From the last on, so that no word is taken for two in a row.
    for (let index = last; index >= 0; index -= 1) {
      const step = steps[index];
      if (step === undefined || !isTermOf(step, value - 1, terms)) continue;
      const before = steps[index - 1];
      if (before !== undefined && !endsAt(before.ends, position - width)) continue;
      if (index === last) return true;
      step.ends.push(position);
      lastEnd = position;
    }
  }
  return false;
}

function isTermOf({ code, from, to }: RowStep, found: number, terms: Uint32Array): boolean {
  if (code >= 0) return code === found;
  const term = terms[found] ?? 0;
  return term >= from && term < to;
}

/** Looks back: what is sought is among the last. */
function endsAt(ends: readonly number[], position: number): boolean {
  let at = ends.length - 1;
  while (at >= 0 && (ends[at] ?? 0) > position) at -= 1;
  return ends[at] === position;
}
