import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type App, openApp } from '../app.ts';
import { completeLine } from '../commands/complete-line.ts';
import { parseLine } from '../commands/parse-line.ts';
import { actionLine, commands } from '../commands/registry.ts';
import { refusal } from '../commands/reply.ts';
import type { Actor, Dispatch, Invocation } from '../core/invocation.ts';
import type { PaperId } from '../core/paper.ts';
import { ProblemError, problemText } from '../core/problem.ts';
import { formatLocal } from '../core/schedule/describe-schedule.ts';
import type { Log } from '../lib/log.ts';
import { printable, wrapText } from '../lib/terminal-text.ts';
import type { Platform } from '../platforms/platform.ts';
import { hasPlatform } from '../platforms/registry.ts';
import { createProgress } from '../platforms/terminal/progress.ts';
import {
  createTerminalPlatform,
  type LineReading,
  type TerminalPlatform,
  terminalAddress,
} from '../platforms/terminal/terminal-platform.ts';
import { namingSamples, samplePapers } from './samples.ts';
import { serve } from './serve.ts';
import type { ExitCode, Verb, VerbRequest } from './verb.ts';

/** Nobody waits longer than this for the feeds before they see papers; reading goes on behind the prompt. */
const firstReadMs = 12_000;

const person: Actor = { id: 'terminal:local', name: 'you', canManage: true };

export const start: Verb = {
  name: 'start',
  usage: '[--echo]',
  summary:
    'Show the papers of today, then take commands; with the token of a chat platform the same as serve. What npm start does',
  options: {
    echo: { type: 'boolean', help: 'print each line that is read from a file or a pipe' },
  },
  isOpenEnded: true,
  words: { min: 0, max: 0 },
  examples: ['start', 'start --echo < commands.txt'],
  async run(request) {
    const { config, output } = request;
    if (hasPlatform(config)) return serve.run(request);
    const isInteractive = process.stdin.isTTY === true && process.stdout.isTTY === true;
    output.note('No Discord or Slack token is set, so Paperround runs in this terminal.');
    const samples = new Set<PaperId>();
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
    const platform: Platform = {
      ...terminal,
      render: (view, occasion) => terminal.render(namingSamples(view, samples), occasion),
    };
    const opened = await openApp({ config, platforms: [platform], log: startLog(request) });
    app = { ...opened, dispatch: dispatchNaming(samples, opened.dispatch) };
    const reading = startReading(app, request);
    try {
      await showToday(app, request, { reading, samples });
      if (isInteractive) output.note('Type a command, /papers help for all of them, or exit.\n');
      return await takeCommands(app, terminal, isInteractive);
    } finally {
      await reading.stop();
      await app.stop();
    }
  },
};

function dispatchNaming(samples: ReadonlySet<PaperId>, dispatch: Dispatch): Dispatch {
  return async (invocation) => {
    const reply = await dispatch(invocation);
    return { ...reply, view: namingSamples(reply.view, samples, invocation.path) };
  };
}

/** A read of the feeds that is under way. */
interface Reading {
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** What was being done last, in words. */
  lastStep(): string;
  /** Resolves when it has ended, or nobody should wait for it any longer. */
  readonly waited: Promise<void>;
  /** Breaks it off and waits for its last write. */
  stop(): Promise<void>;
}

function startReading(app: App, { config, output }: VerbRequest): Reading {
  const progress = createProgress(process.stderr, {
    isTTY: process.stderr.isTTY === true,
    color: output.style.color,
    unicode: output.style.unicode,
  });
  const startedAt = Date.now();
  const stopping = new AbortController();
  let lastStep = `Reading ${config.huggingFaceUrl}`;
  const onProgress = (line: string): void => {
    lastStep = line;
    progress.step(line);
  };
  onProgress(lastStep);
  const ended = app.ingest
    .refresh({ signal: stopping.signal, onProgress })
    .then(() => undefined)
    .catch((fault: unknown) => {
      progress.done();
      output.note(fault instanceof ProblemError ? problemText(fault.problem) : String(fault));
    });
  return {
    startedAt,
    lastStep: () => lastStep,
    waited: Promise.race([ended, sleep(firstReadMs, undefined, { ref: false })]).finally(() =>
      progress.done(),
    ),
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}

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

/** Shows the latest day that was read, from the samples where there is nothing else; their ids go into `samples`. */
async function showToday(
  app: App,
  { config, output }: VerbRequest,
  { reading, samples }: { readonly reading: Reading; readonly samples: Set<PaperId> },
): Promise<void> {
  await reading.waited;
  const states = app.ingest.states();
  const reached = states.some(({ readAt = 0 }) => readAt >= reading.startedAt);
  if (!reached) {
    await reading.stop();
    const fault = states.find(({ problem }) => problem !== undefined);
    const reason =
      fault === undefined
        ? `no answer yet (${reading.lastStep()})`
        : `${fault.feed}: ${fault.problem}`;
    const lines = wrapText(
      `The feeds cannot be reached just now: ${printable(reason)}`,
      output.style.width,
    );
    output.note(lines.join('\n'));
  }
  if (app.archive.index.size === 0) {
    if (reached) output.note('The feeds answer, but have no papers of the last days.');
    const at = new Date().toISOString();
    const papers = await samplePapers(config.home, Date.now());
    for (const { id } of papers) samples.add(id);
    await app.archive.apply(await app.archive.merge(papers, at));
    output.note('');
  } else if (!reached) {
    output.note(`These are the papers that were read before, ${await lastReadText(app)}.\n`);
  }
  const today = await app.dispatch(invocation(['papers', 'trending'], {}));
  output.show(today.view);
  output.print('');
}

async function lastReadText({ store, services }: App): Promise<string> {
  const times = (await store.feeds.all()).map(({ fetchedAt }) => Date.parse(fetchedAt));
  return times.length === 0
    ? 'at a time that is not known'
    : `last on ${formatLocal(Math.max(...times), services.defaultZone)}`;
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
