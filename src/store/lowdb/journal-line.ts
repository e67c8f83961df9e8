import { crc32 } from 'node:zlib';

export interface JournalLine {
  readonly value: unknown;
  /** Whether its transaction ends with it. */
  readonly isLast: boolean;
}

/** Encodes lines as bytes, in pieces, each of which is good until the next is asked for. */
export type EncodeLines = (lines: Iterable<JournalLine>) => Generator<Buffer>;

/** So many bytes are encoded at a time: that takes a few milliseconds. */
const pieceSize = 2 ** 18;
const space = 0x20;
const plus = 0x2b;
const lineFeed = 0x0a;

/**
 * A line of a journal is the CRC-32 of the rest in eight hexadecimal digits; a space, or a plus sign where its transaction goes
 * on with the next line; and JSON. Every line is encoded in the same memory: copies that nobody keeps cost more than encoding.
 * What is encoded must be asked for by one reader at a time.
 */
export function createLineEncoder(): EncodeLines {
  let bytes = Buffer.alloc(0);

  /** Writes a line at `start`. Gives where it ends. */
  function write({ value, isLast }: JournalLine, start: number): number {
    const json = JSON.stringify(value);
    // UTF-8 takes three bytes for a UTF-16 unit at most.
    const most = start + 10 + json.length * 3;
    if (most > bytes.length) {
      const larger = Buffer.allocUnsafe(most * 2);
      bytes.copy(larger, 0, 0, start);
      bytes = larger;
    }
    bytes[start + 8] = isLast ? space : plus;
    const end = start + 9 + bytes.write(json, start + 9);
    bytes.write(checksum(bytes.subarray(start + 8, end)), start, 'latin1');
    bytes[end] = lineFeed;
    return end + 1;
  }

  return function* encode(lines) {
    let end = 0;
    for (const line of lines) {
      end = write(line, end);
      if (end < pieceSize) continue;
      yield bytes.subarray(0, end);
      end = 0;
    }
    if (end > 0) yield bytes.subarray(0, end);
  };
}

/** Reads a line without its break; undefined where it is not as it was written. */
export function readJournalLine(bytes: Buffer): JournalLine | undefined {
  const mark = bytes[8];
  if (mark !== space && mark !== plus) return undefined;
  if (checksum(bytes.subarray(8)) !== bytes.toString('latin1', 0, 8)) return undefined;
  try {
    return { value: JSON.parse(bytes.toString('utf8', 9)), isLast: mark === space };
  } catch {
    return undefined;
  }
}

function checksum(data: Buffer): string {
  return crc32(data).toString(16).padStart(8, '0');
}
