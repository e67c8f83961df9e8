import { TextDecoder } from 'node:util';

/**
 * Bytes as text: by the byte order mark (UTF-8, UTF-16), else by the charset of a content type, else as UTF-8.
 * What is not valid becomes U+FFFD; a charset that nobody knows counts as UTF-8.
 */
export function decodeText(bytes: Uint8Array, contentType = ''): string {
  const charset = charsetOfMark(bytes) ?? charsetOfType(contentType) ?? 'utf-8';
  return decoderFor(charset).decode(bytes);
}

function charsetOfMark([first, second]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0xef && second === 0xbb) return 'utf-8';
  return undefined;
}

function charsetOfType(contentType: string): string | undefined {
  return /;\s?charset="?([\w.:-]{1,40})/i.exec(contentType)?.[1];
}

function decoderFor(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}
