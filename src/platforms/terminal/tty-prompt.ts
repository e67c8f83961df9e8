import { once } from 'node:events';
import {
  clearScreenDown,
  createInterface,
  cursorTo,
  type Interface,
  moveCursor,
} from 'node:readline';
import type { Writable } from 'node:stream';
import { writeText } from '../../lib/write-text.ts';
import { completer } from './completions.ts';
import { openLineHistory } from './line-history.ts';
import { createPages } from './pages.ts';
import type { Prompt, PromptOptions } from './prompt.ts';
import { readTypedLine } from './typed-line.ts';

/**
 * A prompt for a person. Lines typed while another is being answered wait for their turn. Ctrl-C clears the line, twice
 * on an empty one it leaves; Ctrl-D leaves.
 */
export function openTtyPrompt({
  input,
  output,
  onLine,
  complete = async () => [],
  historyFile,
}: PromptOptions): Prompt {
  const history = openLineHistory(historyFile);
  const pages = createPages(output);
  const rl = createInterface({
    input,
    output,
    terminal: true,
    history: history.lines,
    removeHistoryDuplicates: true,
    completer: completer(complete),
  });
  let turns = Promise.resolve();
  let unanswered = 0;
  let failed = 0;
  let isOpen = true;
  let isStopped = false;
  let wasInterrupted = false;

  function showPrompt(): void {
    if (!isOpen || unanswered > 0) return;
    rl.setPrompt(pages.waiting > 0 ? `-- ${pages.waiting} more lines: Enter or q -- ` : '> ');
    rl.prompt(true);
  }

  async function print(text: string, { inPages = false } = {}): Promise<boolean> {
    const shown = inPages && unanswered <= 1 ? pages.add(text) : text;
    if (shown === undefined) return true;
    if (isOpen) eraseTyping(rl, output, unanswered === 0);
    const taken = writeText(output, `${shown}\n`);
    showPrompt();
    if (!(await taken)) close();
    return taken;
  }

  async function answer(line: string): Promise<void> {
    if (pages.waiting > 0) {
      const word = line.trim();
      if (word === '') return nextPage();
      pages.clear();
      if (word === 'q') return;
    }
    const typed = readTypedLine(line);
    if (typed.kind === 'refused') await print(typed.message);
    if (typed.kind !== 'command') return;
    history.add(typed.text);
    const result = await onLine(typed.text);
    if (result === 'failed') failed += 1;
    if (result === 'exit') close();
  }

  async function nextPage(): Promise<void> {
    moveCursor(output, 0, -1);
    await print(pages.next());
  }

  async function takeTurn(line: string): Promise<void> {
    try {
      if (!isStopped) await answer(line);
    } catch (error) {
      close();
      throw error;
    }
    unanswered -= 1;
    showPrompt();
  }

  function interrupt(): void {
    const isPaging = pages.waiting > 0;
    pages.clear();
    if (rl.line !== '' || isPaging) {
      wasInterrupted = false;
      eraseTyping(rl, output, unanswered === 0);
      deleteTypedLine(rl);
      showPrompt();
    } else if (wasInterrupted) {
      close();
    } else {
      wasInterrupted = true;
      void print('Press Ctrl-C again to leave.');
    }
  }

  function close(): void {
    isStopped = true;
    rl.close();
  }

  const closed = once(rl, 'close')
    .then(() => turns)
    .then(() => ({ failed }));
  rl.on('line', (line) => {
    wasInterrupted = false;
    unanswered += 1;
    turns = turns.then(() => takeTurn(line));
  });
  rl.on('SIGINT', interrupt);
  input.on('keypress', () => {
    // As in other pagers, these keys need no Enter.
    if (pages.waiting > 0 && unanswered === 0 && /^[q ]$/.test(rl.line)) rl.write('\n');
  });
  rl.on('close', () => {
    isOpen = false;
    if (unanswered === 0) output.write('\n');
  });
  input.on('error', close);
  showPrompt();
  return { print, close, closed };
}

/** Erases the prompt, where there is one, and what is being typed from the screen; what was typed stays to be drawn again. */
function eraseTyping(rl: Interface, output: Writable, isPrompted: boolean): void {
  moveCursor(output, 0, isPrompted ? -rl.getCursorPos().rows : 0);
  cursorTo(output, 0);
  clearScreenDown(output);
  // readline draws again from as many rows up as it last counted, which it does not do for pasted text.
  Object.assign(rl, { prevRows: 0 });
}

/** By the keys that a person would press, so that readline knows: to the end of the line, and all before it. */
function deleteTypedLine(rl: Interface): void {
  rl.write(null, { ctrl: true, name: 'e' });
  rl.write(null, { ctrl: true, name: 'u' });
}
