import type { Steps } from '../steps.ts';
import { mixed } from './fingerprint.ts';

/** Typed arrays as the pieces of one file: a head of 32-bit words, then each array, filled up to whole words. */
export type PackedArray = Uint8Array | Uint16Array | Uint32Array;

/** "PRIX" as a word; on a machine of the other byte order another number. */
const magic = 0x58495250;
/** Magic, stamp, checksum, count of arrays. The length of each array in bytes follows. */
const headWords = 4;
const wordsPerStep = 1 << 18;

/** The stamp says by which rules the arrays were made: a file is read only by those of the same stamp. */
export function* packArrays(
  arrays: readonly PackedArray[],
  stamp: number,
): Steps<readonly Uint8Array[]> {
  const pieces = arrays.flatMap((array) => {
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    const whole = bytes.length & ~3;
    const rest = new Uint8Array(bytes.length > whole ? 4 : 0);
    rest.set(bytes.subarray(whole));
    return [bytes.subarray(0, whole), rest];
  });
  let checksum = 0;
  for (const piece of pieces) checksum = yield* addToChecksum(checksum, wordsOf(piece));
  const lengths = arrays.map(({ byteLength }) => byteLength);
  const head = Uint32Array.of(magic, stamp, checksum, arrays.length, ...lengths);
  return [new Uint8Array(head.buffer), ...pieces];
}

/** The arrays of a file, as views of it; undefined where it is cut, damaged or of another stamp. */
export function* unpackArrays(
  file: Uint8Array,
  stamp: number,
): Steps<readonly Uint8Array[] | undefined> {
  if (file.length % 4 !== 0 || file.length < headWords * 4) return undefined;
  const words = wordsOf(file.byteOffset % 4 === 0 ? file : new Uint8Array(file));
  const [foundMagic, foundStamp, checksum, count = 0] = words;
  if (foundMagic !== magic || foundStamp !== stamp || count > words.length) return undefined;
  const lengths = words.subarray(headWords, headWords + count);
  const arrays: Uint8Array[] = [];
  let at = headWords + count;
  let found = 0;
  for (const length of lengths) {
    const start = words.byteOffset + at * 4;
    const whole = words.subarray(at, at + (length >>> 2));
    at += Math.ceil(length / 4);
    if (at > words.length) return undefined;
    found = yield* addToChecksum(found, whole);
    if ((length & 3) > 0) found = yield* addToChecksum(found, words.subarray(at - 1, at));
    arrays.push(new Uint8Array(words.buffer, start, length));
  }
  return at === words.length && found === checksum ? arrays : undefined;
}

function wordsOf({ buffer, byteOffset, byteLength }: Uint8Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, byteLength >>> 2);
}

/** It is to notice damage, not intent. */
function* addToChecksum(checksum: number, words: Uint32Array): Steps<number> {
  let sum = checksum;
  for (let from = 0; from < words.length; from += wordsPerStep) {
    sum = addWords(sum, words.subarray(from, from + wordsPerStep));
    yield;
  }
  return sum;
}

/** Four sums side by side: each step waits for the one before it. */
function addWords(checksum: number, words: Uint32Array): number {
  let first = checksum;
  let second = 0;
  let third = 0;
  let fourth = 0;
  const whole = words.length & ~3;
  for (let at = 0; at < whole; at += 4) {
    first = mixed(first, words[at] ?? 0);
    second = mixed(second, words[at + 1] ?? 0);
    third = mixed(third, words[at + 2] ?? 0);
    fourth = mixed(fourth, words[at + 3] ?? 0);
  }
  for (let at = whole; at < words.length; at += 1) first = mixed(first, words[at] ?? 0);
  return mixed(mixed(mixed(first, second), third), fourth) >>> 0;
}
