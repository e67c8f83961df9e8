import { createReadStream } from 'node:fs';
import { ProblemError } from '../core/problem.ts';

/** Reads a file whole; `-` is standard input. Rejects when it cannot, and when there are more bytes than `maxBytes`. */
export type ReadFile = (path: string, maxBytes: number) => Promise<Uint8Array>;

/** Stops at the limit, whatever size the file claims: devices and pipes claim none. */
export async function readFileUpTo(path: string, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of path === '-' ? process.stdin : createReadStream(path)) {
    size += chunk.length;
    if (size > maxBytes) throw fileTooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

export function fileTooLarge(maxBytes: number): ProblemError {
  const megabytes = Math.max(1, Math.round(maxBytes / 1_000_000));
  return new ProblemError({
    message: `That is larger than ${megabytes} MB, the most that is read.`,
    remedy: 'Split it, or keep only the lines that matter.',
  });
}
