import type { Paper } from '../paper.ts';
import type { Steps } from '../steps.ts';
import { tokenize } from '../text/tokenize.ts';
import { type ForwardIndex, sections, varintLength } from './forward.ts';

/** Writes the papers of a forward index, one after another. */
export interface ForwardWriter {
  /** Begins a section; what is written from now on stands in it. */
  section(number: number): void;
  word(code: number): void;
  /** A joined compound, after its parts. */
  joined(code: number, parts: number): void;
  /** Takes over a paper, `[from, to)` of another forward index with the same codes, in place of sections. */
  copy(bytes: Uint8Array, from: number, to: number): void;
  endPaper(): void;
  finish(): Steps<Pick<ForwardIndex, 'bytes' | 'starts'>>;
}

/** In bytes: no piece of memory to be moved at once is much larger. */
const chunkLength = 1 << 20;

export function createForwardWriter(): ForwardWriter {
  const written: Uint8Array[] = [];
  const whole = createByteWriter();
  const entries = createByteWriter();
  const starts = [0];
  let end = 0;
  let current = 0;
  let words = 0;
  let isOpen = false;

  function endSection(): void {
    if (!isOpen) return;
    whole.varint(current);
    whole.varint(words);
    whole.varint(entries.length());
    whole.bytes(entries.take());
    words = 0;
    isOpen = false;
  }

  return {
    section(number) {
      endSection();
      current = number;
      isOpen = true;
    },
    word(code) {
      entries.varint(code + 1);
      words += 1;
    },
    joined(code, parts) {
      entries.varint(0);
      entries.varint(parts);
      entries.varint(code + 1);
    },
    copy: (bytes, from, to) => whole.bytes(bytes.subarray(from, to)),
    endPaper() {
      endSection();
      starts.push(end + whole.length());
      if (whole.length() < chunkLength) return;
      end += whole.length();
      written.push(whole.take().slice());
    },
    *finish() {
      written.push(whole.take());
      const bytes = new Uint8Array(starts.at(-1) ?? 0);
      let at = 0;
      for (const chunk of written) {
        bytes.set(chunk, at);
        at += chunk.length;
        yield;
      }
      return { bytes, starts: Uint32Array.from(starts) };
    },
  };
}

/** Writes the texts of a paper, its title first, naming terms by code. */
export function writePaper(
  writer: ForwardWriter,
  paper: Paper,
  codeOf: (term: string, section: number) => number,
): void {
  for (const [number, texts] of sectionTexts(paper).entries()) {
    const { field, namespace } = sections[number] ?? { namespace: '' };
    for (const text of texts) {
      writer.section(number);
      let next = 0;
      const tokens = field === 'category' ? [wholeToken(text)] : tokenize(text);
      for (const { term, position, joined } of tokens) {
        const code = codeOf(namespace + term, number);
        if (joined) writer.joined(code, next - position);
        else {
          writer.word(code);
          next = position + 1;
        }
      }
    }
  }
  writer.endPaper();
}

function wholeToken(text: string) {
  return { term: text.toLowerCase(), position: 0, joined: false };
}

/** The texts of a paper by section number: all that is found of it, besides its columns. */
export function sectionTexts(paper: Paper): readonly (readonly string[])[] {
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

function createByteWriter() {
  let room = new Uint8Array(1024);
  let length = 0;

  function makeRoom(wanted: number): void {
    if (length + wanted <= room.length) return;
    const grown = new Uint8Array(Math.max(room.length * 2, length + wanted));
    grown.set(room.subarray(0, length));
    room = grown;
  }

  return {
    length: () => length,
    /** What was written since; to be used before anything else is. */
    take() {
      const taken = room.subarray(0, length);
      length = 0;
      return taken;
    },
    varint(value: number) {
      makeRoom(varintLength(value));
      let rest = value;
      for (; rest >= 0x80; rest >>>= 7) room[length++] = (rest & 0x7f) | 0x80;
      room[length++] = rest;
    },
    bytes(added: Uint8Array) {
      makeRoom(added.length);
      room.set(added, length);
      length += added.length;
    },
  };
}
