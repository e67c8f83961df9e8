import { ProblemError } from '../../core/problem.ts';
import { readLines } from '../../lib/read-lines.ts';
import { printable } from '../../lib/terminal-text.ts';
import { writeText } from '../../lib/write-text.ts';
import type { Prompt, PromptEnd, PromptOptions } from './prompt.ts';
import { maxLineLength, readTypedLine } from './typed-line.ts';

/** Runs the lines of a pipe or a file, each after the one before it was answered. Ends early when nobody reads the output. */
export function runLines({ input, output, onLine, echo = false }: PromptOptions): Prompt {
  let isOpen = true;
  let failed = 0;

  async function print(text: string): Promise<boolean> {
    const taken = await writeText(output, `${text}\n`);
    if (!taken) close();
    return taken;
  }

  async function run(line: string | undefined): Promise<void> {
    const typed = readTypedLine(line);
    if (typed.kind === 'nothing') return;
    if (typed.kind === 'refused') {
      failed += 1;
      await print(typed.message);
      return;
    }
    if (echo) await print(`> ${printable(typed.text)}`);
    const result = await onLine(typed.text);
    if (result === 'failed') failed += 1;
    if (result === 'exit') close();
  }

  async function* linesWhileOpen(): AsyncGenerator<string | undefined> {
    try {
      for await (const line of readLines(input, maxLineLength)) {
        if (!isOpen) return;
        yield line;
      }
    } catch (error) {
      if (!isOpen) return;
      throw new ProblemError(
        { message: 'The input could not be read.', remedy: 'Give it lines of text.' },
        { cause: error },
      );
    }
  }

  async function runAll(): Promise<PromptEnd> {
    for await (const line of linesWhileOpen()) await run(line);
    return { failed };
  }

  function close(): void {
    isOpen = false;
    input.destroy();
  }

  return { print, close, closed: runAll() };
}
