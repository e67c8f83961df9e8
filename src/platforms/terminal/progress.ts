import type { Writable } from 'node:stream';
import { clipLines, printable, wrapText } from '../../lib/terminal-text.ts';
import { createPen } from '../../lib/text-style.ts';

/** What long work tells whoever waits. */
export interface Progress {
  /** What is being done now, one short line. */
  step(text: string): void;
  /** Leaves nothing of the steps behind, only `text` where one is given. To be called in a `finally`; further calls do nothing. */
  done(text?: string): void;
}

export interface ProgressOptions {
  readonly isTTY: boolean;
  readonly color: boolean;
  readonly unicode?: boolean;
  /** Print nothing at all. */
  readonly quiet?: boolean;
  /** A clock in milliseconds. */
  readonly now?: () => number;
}

const frameLength = 100;
const plainInterval = 3_000;
const eraseLine = '\r\u001b[2K';

/** On a terminal one line that is drawn over; elsewhere the first step and then one at most every three seconds. */
export function createProgress(
  stream: Writable & { readonly columns?: number },
  options: ProgressOptions,
): Progress {
  if (options.quiet === true) return { step() {}, done() {} };
  return options.isTTY ? spinningLine(stream, options) : plainLines(stream, options);
}

function spinningLine(
  stream: Writable & { readonly columns?: number },
  { color, unicode = true }: ProgressOptions,
): Progress {
  const frames = unicode ? [...'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'] : [...'|/-\\'];
  let frame = 0;
  let current = '';
  let timer: NodeJS.Timeout | undefined;
  let isDone = false;

  function draw(): void {
    const width = (stream.columns ?? 80) - 1;
    const pen = createPen({ width, color, unicode, hyperlinks: false });
    const room = Math.max(2, width - 2);
    const [text = ''] = clipLines(wrapText(current, room), 1, room, pen.signs.ellipsis);
    write(`${eraseLine}${pen.dim(frames[frame % frames.length] ?? '')} ${text}`);
    frame += 1;
  }

  function write(text: string): void {
    if (stream.writable) stream.write(text);
  }

  return {
    step(text) {
      if (isDone) return;
      current = printable(text);
      timer ??= setInterval(draw, frameLength).unref();
      draw();
    },
    done(text) {
      if (isDone) return;
      isDone = true;
      clearInterval(timer);
      if (timer !== undefined) write(eraseLine);
      if (text !== undefined) write(`${printable(text)}\n`);
    },
  };
}

function plainLines(
  stream: Writable,
  { now = () => performance.now() }: ProgressOptions,
): Progress {
  let last = Number.NEGATIVE_INFINITY;
  let isDone = false;

  function write(text: string): void {
    if (stream.writable) stream.write(`${printable(text)}\n`);
  }

  return {
    step(text) {
      const time = now();
      if (isDone || time - last < plainInterval) return;
      last = time;
      write(text);
    },
    done(text) {
      if (!isDone && text !== undefined) write(text);
      isDone = true;
    },
  };
}
