import { crc32 } from 'node:zlib';

export interface JournalLine {
  readonly value: unknown;
  /** Whether its transaction ends with it. */
  readonly isLast: boolean;
}

/** So many bytes are encoded at a time: that takes a few milliseconds. */
const pieceSize = 2 ** 18;
const leastSize = 2 ** 12;
const space = 0x20;
const plus = 0x2b;
const lineFeed = 0x0a;

/**
 * The lines of a journal as bytes, in pieces. A line is the CRC-32 of the rest in eight hexadecimal digits; a space, or a plus
 * sign where its transaction goes on with the next line; and JSON. It is encoded in its place: copies of texts that are not kept
 * would cost more than the encoding.
 */
export function* journalBytes(lines: Iterable<JournalLine>): Generator<Buffer> {
  let bytes = Buffer.alloc(0);
  let end = 0;
  for (const { value, isLast } of lines) {
    const json = JSON.stringify(value);
    // UTF-8 takes three bytes for a UTF-16 unit at most.
    const most = end + 10 + json.length * 3;
    if (most > bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(most, leastSize, bytes.length * 2));
      bytes.copy(larger, 0, 0, end);
      bytes = larger;
    }
    const start = end;
    bytes[start + 8] = isLast ? space : plus;
    end = start + 9 + bytes.write(json, start + 9);
    bytes.write(checksum(bytes.subarray(start + 8, end)), start, 'latin1');
    bytes[end] = lineFeed;
    end += 1;
    if (end < pieceSize) continue;
    yield bytes.subarray(0, end);
    bytes = Buffer.alloc(0);
    end = 0;
  }
  if (end > 0) yield bytes.subarray(0, end);
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
