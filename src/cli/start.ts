import { join } from 'node:path';
import { type App, openApp } from '../app.ts';
import { completeLine } from '../commands/complete-line.ts';
import { parseLine } from '../commands/parse-line.ts';
import { actionLine, commands } from '../commands/registry.ts';
import { refusal } from '../commands/reply.ts';
import type { Actor, Invocation } from '../core/invocation.ts';
import type { Log } from '../lib/log.ts';
import { createProgress } from '../platforms/terminal/progress.ts';
import {
  createTerminalPlatform,
  type LineReading,
  type TerminalPlatform,
  terminalAddress,
} from '../platforms/terminal/terminal-platform.ts';
import { samplePapers } from './archive-source.ts';
import type { ExitCode, Verb, VerbRequest } from './verb.ts';

/** Nobody waits longer than this for the feeds before they see papers; reading goes on behind the prompt. */
const firstReadMs = 12_000;

const person: Actor = { id: 'terminal:local', name: 'you', canManage: true };

export const start: Verb = {
  name: 'start',
  usage: '[--echo]',
  summary: 'Show the papers of today, then take commands; what npm start does',
  options: {
    echo: { type: 'boolean', help: 'print each line that is read from a file or a pipe' },
  },
  words: { min: 0, max: 0 },
  examples: ['start', 'start --echo < commands.txt'],
  async run(request) {
    const { config, output } = request;
    const isInteractive = process.stdin.isTTY === true && process.stdout.isTTY === true;
    output.note('No Discord or Slack token is set, so Paperround runs in this terminal.');
    let app: App | undefined;
    const terminal = createTerminalPlatform({
      output: process.stdout,
      style: output.style,
      commandLine: actionLine,
      session: {
        input: process.stdin,
        echo: request.options.flag('echo'),
        readLine,
        complete: async (line) =>
          app === undefined ? [] : completeLine(line, commands, app.complete, invocation),
        historyFile: join(config.dataDirectory, 'history'),
      },
    });
    app = await openApp({ config, platforms: [terminal], log: startLog(request) });
    try {
      await showToday(app, request);
      if (isInteractive) output.note('Type a command, /papers help for all of them, or exit.\n');
      return await takeCommands(app, terminal, isInteractive);
    } finally {
      await app.stop();
    }
  },
};

async function takeCommands(
  app: App,
  terminal: TerminalPlatform,
  isInteractive: boolean,
): Promise<ExitCode> {
  const stop = (): void => void terminal.stop();
  process.once('SIGTERM', stop);
  process.once('SIGHUP', stop);
  await terminal.start(app);
  if (isInteractive) app.startSchedule();
  const { failed } = await terminal.finished();
  return failed > 0 && !isInteractive ? 1 : 0;
}

/** Reads the feeds, then shows the latest day, from the samples where there is nothing else. */
async function showToday(app: App, { config, output }: VerbRequest): Promise<void> {
  const progress = createProgress(process.stderr, {
    isTTY: process.stderr.isTTY === true,
    color: output.style.color,
    unicode: output.style.unicode,
  });
  progress.step(`Reading ${config.huggingFaceUrl} ...`);
  const { failures, reached } = await app.ingest
    .refresh({ signal: AbortSignal.timeout(firstReadMs), onProgress: progress.step })
    .finally(() => progress.done());
  if (!reached) {
    output.note(`The feeds cannot be reached just now: ${failures[0] ?? 'no answer in time'}`);
  }
  if (app.archive.index.size === 0) {
    const at = new Date().toISOString();
    app.archive.apply(app.archive.merge(await samplePapers(config.home, Date.now()), at));
    output.note(
      'These are the bundled samples: invented papers, to try everything with. They are not stored.\n',
    );
  } else if (!reached) {
    output.note('These are the papers that were read before.\n');
  }
  const today = await app.dispatch(invocation(['papers', 'trending'], {}));
  output.show(today.view);
  output.print('');
}

function readLine(line: string): LineReading {
  if (/^\/?(?:exit|quit)$/i.test(line)) return { kind: 'exit' };
  const parsed = parseLine(line, commands);
  if (!parsed.ok) return { kind: 'reply', reply: refusal(parsed.problem) };
  const { command, args } = parsed.value;
  return { kind: 'invocation', invocation: invocation(command.path, args) };
}

function invocation(path: readonly string[], args: Readonly<Record<string, string>>): Invocation {
  return {
    path,
    args,
    address: terminalAddress,
    realm: terminalAddress,
    personalAddress: terminalAddress,
    actor: person,
  };
}

/** Faults are always said; what was read and dropped only to those who ask for it. */
function startLog({ config, output }: VerbRequest): Log {
  return {
    info: config.logLevel === 'debug' ? output.note : () => undefined,
    warn: output.note,
  };
}
