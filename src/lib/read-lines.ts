/** A line without its break; `undefined` for one that is longer than allowed, whose text is not kept. */
export type ReadLine = string | undefined;

/**
 * The lines of a stream of UTF-8, each when it is asked for. Breaks are LF or CRLF; a last line without one counts. Memory
 * is bounded by `maxLength` UTF-16 units and a chunk, also for a line that never ends.
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array | string>,
  maxLength: number,
): AsyncGenerator<ReadLine, void, undefined> {
  const decoder = new TextDecoder();
  let line = '';
  let tooLong = false;
  for await (const chunk of chunks) {
    const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    const pieces = text.split('\n');
    for (const [index, piece] of pieces.entries()) {
      tooLong ||= line.length + piece.length > maxLength + 1;
      line = tooLong ? '' : line + piece;
      if (index === pieces.length - 1) continue;
      yield finished(line, tooLong, maxLength);
      line = '';
      tooLong = false;
    }
  }
  if (line !== '' || tooLong) yield finished(line, tooLong, maxLength);
}

function finished(line: string, tooLong: boolean, maxLength: number): ReadLine {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line;
  return tooLong || text.length > maxLength ? undefined : text;
}
