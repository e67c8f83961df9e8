import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

/** Bytes as they are, or what is in them where they are gzip. Rejects where that is broken, or more than `maxBytes`. */
export async function unzipped(bytes: Uint8Array, maxBytes: number): Promise<Uint8Array> {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return isGzip ? promisify(gunzip)(bytes, { maxOutputLength: maxBytes }) : bytes;
}
