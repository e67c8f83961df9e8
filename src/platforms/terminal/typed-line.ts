/** A line longer than this, in UTF-16 units, is refused. */
export const maxLineLength = 10_000;

/** What a line asks for: nothing (empty, or a `#` comment), a command, or too much. */
export type TypedLine =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'command'; readonly text: string }
  | { readonly kind: 'refused'; readonly message: string };

/** Reads a line; `undefined` stands for one too long to be kept. */
export function readTypedLine(line: string | undefined): TypedLine {
  if (line === undefined || line.length > maxLineLength) {
    return {
      kind: 'refused',
      message: `Error: that line is longer than ${maxLineLength} characters and was not read.`,
    };
  }
  const text = line.trim();
  return text === '' || text.startsWith('#') ? { kind: 'nothing' } : { kind: 'command', text };
}
