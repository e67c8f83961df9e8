import { privateView } from '../../commands/reply-views.ts';
import type { SendOutcome } from '../../core/delivery.ts';
import type { Dispatch, Invocation, Reply } from '../../core/invocation.ts';
import { papersIn, type View } from '../../core/view.ts';
import { writeText } from '../../lib/write-text.ts';
import type { Platform } from '../platform.ts';
import { openPrompt } from './open-prompt.ts';
import type { LineResult, Prompt, PromptEnd, PromptOptions } from './prompt.ts';
import { type CommandLine, renderView, type TextStyle } from './render.ts';

/** The one place where a terminal reads. */
export const terminalAddress = 'terminal:-';

/** What a line means: a command to run, one that could not be read and the answer to it, or leaving. */
export type LineReading =
  | { readonly kind: 'invocation'; readonly invocation: Invocation }
  | { readonly kind: 'reply'; readonly reply: Reply }
  | { readonly kind: 'exit' };

/** Where lines come from, and what they mean. */
export interface TerminalSession extends Omit<PromptOptions, 'output' | 'onLine'> {
  readonly readLine: (line: string) => LineReading;
}

export interface TerminalOptions {
  readonly output: PromptOptions['output'];
  /** Its width is used where the output does not know its own. */
  readonly style: TextStyle;
  readonly commandLine?: CommandLine;
  /** Without it the terminal only shows what is sent to it. */
  readonly session?: TerminalSession;
}

export interface TerminalPlatform extends Platform {
  /** Resolves when no line is taken any more: at the end of the input, on exit, after `stop`; at once without a session. */
  finished(): Promise<PromptEnd>;
}

const retryAfterMs = 60_000;
const mostRemembered = 1_000;

/** A terminal as a place to read papers: digests are printed above the prompt, answers under the line that asked. */
export function createTerminalPlatform(options: TerminalOptions): TerminalPlatform {
  const { output, style, commandLine, session } = options;
  const shown = new Set<string>();
  let prompt: Prompt | undefined;
  // A write reports its own failure; without a listener the stream would throw it a second time.
  output.on('error', () => {});

  function renderText(view: View): string {
    return renderView(view, { ...style, width: output.columns || style.width }, commandLine);
  }

  async function answer(
    line: string,
    dispatch: Dispatch,
    read: TerminalSession['readLine'],
  ): Promise<LineResult> {
    const reading = read(line);
    if (reading.kind === 'exit') return 'exit';
    const reply = reading.kind === 'reply' ? reading.reply : await dispatch(reading.invocation);
    await prompt?.print(`${renderText(wholeView(reply))}\n`, { inPages: true });
    return reply.ok ? 'done' : 'failed';
  }

  async function finished(): Promise<PromptEnd> {
    return (await prompt?.closed) ?? { failed: 0 };
  }

  return {
    id: 'terminal',
    async start({ dispatch }) {
      if (session === undefined || prompt !== undefined) return;
      const { readLine, ...source } = session;
      prompt = openPrompt({
        ...source,
        output,
        onLine: (line) => answer(line, dispatch, readLine),
      });
    },
    personalAddress: () => terminalAddress,
    render: (view) => [{ payload: { text: renderText(view) }, papers: papersIn(view) }],
    async send(_address, payload, deliveryId): Promise<SendOutcome> {
      const text = payloadText(payload);
      if (text === undefined) {
        const reason = 'A message of this digest was stored in a form that a terminal cannot show.';
        return {
          kind: 'rejected',
          pause: { kind: 'unreachable', text: reason },
          detail: `no text in the payload of ${deliveryId}`,
        };
      }
      if (shown.has(deliveryId)) return { kind: 'sent' };
      const taken = await (prompt?.print(`${text}\n`) ?? writeText(output, `${text}\n\n`));
      if (!taken) {
        return { kind: 'retry', afterMs: retryAfterMs, detail: 'the output stream is closed' };
      }
      remember(shown, deliveryId);
      return { kind: 'sent' };
    },
    async stop() {
      prompt?.close();
      await Promise.allSettled([finished()]);
    },
    finished,
  };
}

function payloadText(payload: unknown): string | undefined {
  if (typeof payload !== 'object' || payload === null || !('text' in payload)) return undefined;
  return typeof payload.text === 'string' ? payload.text : undefined;
}

function remember(ids: Set<string>, id: string): void {
  ids.add(id);
  const [oldest] = ids;
  if (ids.size > mostRemembered && oldest !== undefined) ids.delete(oldest);
}

/** A terminal has room for what is a file elsewhere. */
function wholeView(reply: Reply): View {
  const view = privateView(reply);
  if (reply.file === undefined) return view;
  return { ...view, blocks: [...view.blocks, { kind: 'code', text: reply.file.text }] };
}
