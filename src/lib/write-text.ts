import type { Writable } from 'node:stream';

/** Writes all of a text; resolves to whether it was taken. Never rejects: a closed pipe is an answer, not a fault. */
export function writeText(output: Writable, text: string): Promise<boolean> {
  if (!output.writable) return Promise.resolve(false);
  return new Promise((resolve) => {
    output.write(text, (error) => resolve(error === undefined || error === null));
  });
}
