import stringWidth from 'string-width';
import { hangLines, wrapText } from '../../lib/terminal-text.ts';
import type { Pen } from '../../lib/text-style.ts';

/** A name and its value, both printable, the value dressed already. */
export interface Fact {
  readonly name: string;
  readonly value: string;
}

const gap = 2;
const leastValueWidth = 20;

/** Names in one column, values wrapped in another; values under their names where the terminal is too narrow for two. */
export function factTable(facts: readonly Fact[], width: number, pen: Pen): string[] {
  const nameWidth = Math.max(0, ...facts.map(({ name }) => stringWidth(name))) + gap;
  if (width - nameWidth < leastValueWidth) {
    return facts.flatMap(({ name, value }) => [
      ...wrapText(name, width).map(pen.dim),
      ...hangLines(' '.repeat(gap), wrapText(value, width - gap)),
    ]);
  }
  return facts.flatMap(({ name, value }) => {
    const [first = '', ...rest] = wrapText(value, width - nameWidth);
    const label = pen.dim(name) + ' '.repeat(nameWidth - stringWidth(name));
    return hangLines(label, [first, ...rest]).map((line) => line.trimEnd());
  });
}
