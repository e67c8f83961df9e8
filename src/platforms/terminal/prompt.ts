import type { Readable, Writable } from 'node:stream';
import type { CompleteLine } from './completions.ts';
import type { Screen } from './pages.ts';

/** What a line led to. `failed`: it was answered, but not done; `exit`: no line after it is read. */
export type LineResult = 'done' | 'failed' | 'exit';

export interface PromptOptions {
  readonly input: Readable & { readonly isTTY?: boolean };
  /** Somebody has to listen to its `error` events; here the failure of a write is enough. */
  readonly output: Writable & Screen & { readonly isTTY?: boolean };
  /** Called with one line at a time, trimmed, never empty nor a `#` comment. What it rejects with ends the prompt. */
  readonly onLine: (line: string) => Promise<LineResult>;
  readonly complete?: CompleteLine;
  /** Where typed lines are remembered; in memory only without it. */
  readonly historyFile?: string;
  /** Print `> line` before each answer where lines do not come from a keyboard. */
  readonly echo?: boolean;
}

export interface Prompt {
  /**
   * Prints text as lines of their own, above what is being typed. Resolves to whether the output took it. With `inPages`,
   * at a keyboard, what is longer than the screen waits for Enter after each screenful.
   */
  print(text: string, options?: { readonly inPages?: boolean }): Promise<boolean>;
  /** Takes no further line; the one under way is finished. */
  close(): void;
  /** Resolves when the last line has been answered; rejects with what `onLine` rejected with. */
  readonly closed: Promise<PromptEnd>;
}

export interface PromptEnd {
  /** How many lines were answered, but not done. */
  readonly failed: number;
}
