import type { Prompt, PromptOptions } from './prompt.ts';
import { runLines } from './run-lines.ts';
import { openTtyPrompt } from './tty-prompt.ts';

/** Takes lines from a person at a keyboard where both streams are terminals, else one after another until the input ends. */
export function openPrompt(options: PromptOptions): Prompt {
  const isInteractive = options.input.isTTY === true && options.output.isTTY === true;
  return isInteractive ? openTtyPrompt(options) : runLines(options);
}
