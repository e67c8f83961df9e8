import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** What stands on standard input. */
  readonly input?: string;
}

const fromSource = ['--import', 'tsx', 'src/main.ts'];

/** The program as a real process with an environment of its own. `program`: what Node.js runs. */
export function spawnPaperround(
  args: readonly string[],
  env: RunOptions['env'] = {},
  program: readonly string[] = fromSource,
): ChildProcess {
  const { PATH = '', HOME = '', TZ } = process.env;
  return spawn(process.execPath, [...program, ...args], {
    env: { PATH, HOME, ...(TZ && { TZ }), ...env },
    stdio: 'pipe',
  });
}

/** Runs it to its end. */
export async function runPaperround(
  args: readonly string[],
  { env, input = '' }: RunOptions = {},
): Promise<Run> {
  const child = spawnPaperround(args, env);
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout: stdout(), stderr: stderr() };
}

function collect(stream: NodeJS.ReadableStream | null): () => string {
  let text = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (chunk: string) => {
    text += chunk;
  });
  return () => text;
}
