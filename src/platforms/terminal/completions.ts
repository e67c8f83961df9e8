import { printable } from '../../lib/terminal-text.ts';

/** Whole lines that go on from what was typed so far. */
export type CompleteLine = (line: string) => Promise<readonly string[]>;

/** What readline wants of a completer. Nothing is offered where completing fails. */
export function completer(complete: CompleteLine) {
  return (line: string, callback: (fault: null, found: [string[], string]) => void): void => {
    completions(line, complete).then(
      (found) => callback(null, found),
      () => callback(null, [[], line]),
    );
  };
}

/**
 * The candidates, and the end of the line that they replace. Candidates are cut to the
 * word being typed where all of them begin as the line does.
 */
async function completions(line: string, complete: CompleteLine): Promise<[string[], string]> {
  const lines = (await complete(line)).map(printable);
  const typed = line.slice(0, line.lastIndexOf(' ') + 1);
  return lines.every((each) => each.startsWith(typed))
    ? [lines.map((each) => each.slice(typed.length)), line.slice(typed.length)]
    : [lines, line];
}
