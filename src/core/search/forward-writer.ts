import type { Paper } from '../paper.ts';
import { tokenize } from '../text/tokenize.ts';
import { type ForwardIndex, joinedFlag, sections, termMask } from './forward.ts';

/** Writes papers into a forward index, numbering terms in the order in which they come. */
export interface ForwardWriter {
  add(paper: Paper): void;
  finish(): ForwardIndex;
}

export function createForwardWriter(numberOf: (term: string) => number): ForwardWriter {
  let entries = new Int32Array(1024);
  let length = 0;
  const starts = [0];

  function write(entry: number): void {
    if (length === entries.length) {
      const grown = new Int32Array(entries.length * 2);
      grown.set(entries);
      entries = grown;
    }
    entries[length] = entry;
    length += 1;
  }

  function writeSection(section: number, text: string): void {
    const header = length;
    write(section);
    write(0);
    const { field = '', namespace = '' } = sections[section] ?? {};
    let next = 0;
    const tokens = field === 'category' ? [wholeToken(text)] : tokenize(text);
    for (const { term, position, joined } of tokens) {
      const number = numberOf(namespace + term);
      if (joined) {
        write(joinedFlag | number);
        write(next - position);
      } else {
        write(number);
        next = position + 1;
      }
    }
    entries[header + 1] = length - header - 2;
  }

  return {
    add(paper) {
      sectionTexts(paper).forEach((texts, section) => {
        for (const text of texts) writeSection(section, text);
      });
      starts.push(length);
    },
    finish: () => ({ entries: entries.slice(0, length), starts: Uint32Array.from(starts) }),
  };
}

function wholeToken(text: string) {
  return { term: text.toLowerCase(), position: 0, joined: false };
}

/** The texts of a paper by section number. */
function sectionTexts(paper: Paper): readonly (readonly string[])[] {
  return [
    [paper.title],
    [paper.abstract],
    paper.tldr === undefined ? [] : [paper.tldr],
    paper.keywords,
    paper.authors,
    paper.organization === undefined ? [] : [paper.organization],
    paper.categories,
  ];
}

/** Papers of one forward index that move into another, whose numbers for the same terms are in `renumbered`. */
export interface ForwardPart {
  readonly forward: ForwardIndex;
  readonly docs: readonly number[];
  readonly renumbered: Uint32Array;
}

/** The papers of all parts in one forward index. */
export function joinForward(parts: readonly ForwardPart[]): ForwardIndex {
  const starts = [0];
  let length = 0;
  for (const { forward, docs } of parts) {
    for (const doc of docs) {
      length += (forward.starts[doc + 1] ?? 0) - (forward.starts[doc] ?? 0);
      starts.push(length);
    }
  }
  const entries = new Int32Array(length);
  let end = 0;
  for (const part of parts) {
    for (const doc of part.docs) end = copyPaper(part, doc, entries, end);
  }
  return { entries, starts: Uint32Array.from(starts) };
}

function copyPaper(
  { forward: { entries, starts }, renumbered }: ForwardPart,
  doc: number,
  into: Int32Array,
  start: number,
): number {
  let to = start;
  let at = starts[doc] ?? 0;
  const end = starts[doc + 1] ?? 0;
  while (at < end) {
    const sectionEnd = at + 2 + (entries[at + 1] ?? 0);
    into[to++] = entries[at++] ?? 0;
    into[to++] = entries[at++] ?? 0;
    while (at < sectionEnd) {
      const entry = entries[at++] ?? 0;
      into[to++] = (entry & joinedFlag) | (renumbered[entry & termMask] ?? 0);
      if (entry >= joinedFlag) into[to++] = entries[at++] ?? 0;
    }
  }
  return to;
}
