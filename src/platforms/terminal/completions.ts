import { printable } from '../../lib/terminal-text.ts';

/**
 * What readline wants of a completer: the candidates, and the end of the line that they replace. Candidates are cut to the
 * word being typed where all of them begin as the line does.
 */
export function completions(
  line: string,
  complete: (line: string) => readonly string[],
): [string[], string] {
  const lines = complete(line).map(printable);
  const typed = line.slice(0, line.lastIndexOf(' ') + 1);
  return lines.every((each) => each.startsWith(typed))
    ? [lines.map((each) => each.slice(typed.length)), line.slice(typed.length)]
    : [lines, line];
}
