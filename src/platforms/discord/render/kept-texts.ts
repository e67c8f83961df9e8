import { escapeUnits, unescapeUnits } from './unit-escapes.ts';

/** The most that the texts kept in one message take together, in UTF-16 units. */
const roomForTexts = 1_200;
const mostTexts = 10;
/** Nothing foreign makes this line: its backticks are escaped. */
const line = /^-# In full: `([^`]*)`$/gm;

/** Values too long for the ids of components, as small print of the message that has the components. */
export interface KeptTexts {
  /** Gives the number of the value, from 0; undefined where there is no room for it. */
  keep(value: string): number | undefined;
  /** All of them as markdown, which must not be cut; empty where there are none. */
  text(): string;
}

export function createKeptTexts(): KeptTexts {
  const lines: string[] = [];
  return {
    keep(value) {
      const wanted = `-# In full: \`${writeKept(value)}\``;
      const known = lines.indexOf(wanted);
      if (known !== -1) return known;
      const used = lines.reduce((sum, each) => sum + each.length + 1, 0);
      if (lines.length >= mostTexts || used + wanted.length > roomForTexts) return undefined;
      return lines.push(wanted) - 1;
    },
    text: () => lines.join('\n'),
  };
}

/** The values that a message keeps, by their numbers: they stand in the last of its texts. */
export function readKeptTexts(texts: readonly string[]): readonly string[] {
  const last = texts.findLast((text) => text !== '') ?? '';
  return [...last.matchAll(line)].map(([, value = '']) => unescapeUnits(value));
}

/** Exactly readable again, whatever Discord does to spaces. */
function writeKept(value: string): string {
  return escapeUnits(value, /[%`]|(?<=\s|^) | $|(?! )[\s\p{C}]/gu);
}
