import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createUnzip } from 'node:zlib';
import { ProblemError } from '../../core/problem.ts';

/**
 * Reads a body to its end, decompressed. Stops, with a ProblemError, as soon as it is larger than `maxBytes` after
 * decompression: neither an endless body nor one that unpacks to gigabytes is ever held whole.
 */
export async function readBody(
  body: Readable,
  encoding: string,
  maxBytes: number,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of decompressed(body, encoding)) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

function decompressed(body: Readable, encoding: string): Readable {
  switch (encoding.trim().toLowerCase()) {
    case '':
    case 'identity':
      return body;
    case 'gzip':
    case 'x-gzip':
    case 'deflate':
      return pipeline(body, createUnzip(), ignoreFailure);
    case 'br':
      return pipeline(body, createBrotliDecompress(), ignoreFailure);
    default:
      body.on('error', ignoreFailure).destroy();
      throw new ProblemError({
        message: 'The answer is compressed in a way that I cannot read.',
        detail: `content-encoding: ${encoding.slice(0, 100)}`,
      });
  }
}

/** The reader of the last stream gets the failure of any. */
function ignoreFailure(): void {}

function tooLarge(maxBytes: number): ProblemError {
  const megabytes = Math.max(1, Math.round(maxBytes / 1_000_000));
  return new ProblemError({
    message: `The answer is larger than ${megabytes} MB, and I stopped reading.`,
    detail: `body over ${maxBytes} bytes`,
  });
}
