import { actionLine } from '../commands/registry.ts';
import type { TerminalEnvironment } from '../config.ts';
import type { View } from '../core/view.ts';
import { renderView, type TextStyle } from '../platforms/terminal/render.ts';

/** Where a verb writes. */
export interface Output {
  /** How text looks on standard output. */
  readonly style: TextStyle;
  /** A line, or several, on standard output. */
  print(text: string): void;
  /** The same on standard error: progress, warnings, what was dropped. */
  note(text: string): void;
  show(view: View): void;
  json(value: unknown): void;
}

const maxWidth = 100;

export function createOutput(terminal: TerminalEnvironment | undefined): Output {
  const style = textStyle(terminal);
  process.stdout.on('error', explainUnwritable);
  process.stderr.on('error', () => undefined);
  const print = (text: string): void => {
    process.stdout.write(`${text}\n`);
  };
  return {
    style,
    print,
    note: (text) => {
      process.stderr.write(`${text}\n`);
    },
    show: (view) => print(renderView(view, style, actionLine)),
    json: (value) => print(JSON.stringify(value, null, 2)),
  };
}

/** Whoever reads may leave early, as `head` does: that is no fault. */
function explainUnwritable(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') return;
  process.stderr.write(`The output cannot be written: ${error.message}\n`);
  process.exitCode = 1;
}

/** Color where the person asked for it, else on a terminal that can show it; at most 100 columns. */
function textStyle(terminal: TerminalEnvironment | undefined): TextStyle {
  const isTerminal = process.stdout.isTTY === true;
  const isDumb = terminal?.term === 'dumb';
  const columns = process.stdout.columns ?? terminal?.columns ?? 80;
  return {
    width: Math.min(maxWidth, Math.max(20, columns)),
    color: terminal?.color ?? (isTerminal && !isDumb),
    unicode: !isDumb,
    hyperlinks: false,
  };
}
