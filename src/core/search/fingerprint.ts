import type { Paper } from '../paper.ts';

/** Tells whether the texts of a paper are still the same: two hashes, one of every other word of their UTF-8. */
export function createFingerprint(): (paper: Paper) => readonly [number, number] {
  const encoder = new TextEncoder();
  let bytes = new Uint8Array(1 << 16);
  let words = new Uint32Array(bytes.buffer);
  return (paper) => {
    const text = wholeText(paper);
    if (bytes.length < text.length * 3 + 8) {
      bytes = new Uint8Array(text.length * 4 + 16);
      words = new Uint32Array(bytes.buffer, 0, bytes.length >>> 2);
    }
    const { written } = encoder.encodeInto(text, bytes);
    bytes.fill(0, written, written + 8);
    let one = written;
    let other = text.length;
    for (let at = 0; at * 4 < written; at += 2) {
      one = mixed(one, words[at] ?? 0);
      other = mixed(other, words[at + 1] ?? 0);
    }
    return [one >>> 0, other >>> 0];
  };
}

/** With signs between texts that none has, as line breaks and the like are cleaned away when papers are read. */
function wholeText(paper: Paper): string {
  const { title, abstract, tldr = '', keywords, authors, organization = '', categories } = paper;
  const lists = `${keywords.join('\n')}\f${authors.join('\n')}\f${categories.join('\n')}`;
  return `${title}\f${abstract}\f${tldr}\f${organization}\f${lists}`;
}

/** As FNV-1a does it, by words; and what a multiplication carries upward is brought down again. */
export function mixed(hash: number, value: number): number {
  const product = Math.imul(hash ^ value, 0x01000193);
  return product ^ (product >>> 15);
}
