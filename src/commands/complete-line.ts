import type { Complete, Invocation } from '../core/invocation.ts';
import type { Command } from './command.ts';
import { commandLine } from './command-line.ts';
import { parseLine } from './parse-line.ts';

/** Whole lines that go on from what was typed: commands first, then values of the main argument. */
export async function completeLine(
  line: string,
  commands: readonly Command[],
  complete: Complete,
  invocation: (path: readonly string[], args: Readonly<Record<string, string>>) => Invocation,
): Promise<readonly string[]> {
  const typed = line.trimStart().toLowerCase();
  const whole = typed.startsWith('/') ? typed : `/${typed}`;
  const begun = commands
    .map(({ path }) => `/${path.join(' ')} `)
    .filter((each) => each.startsWith(whole));
  if (begun.length > 0) return begun;
  const parsed = parseLine(line, commands);
  if (!parsed.ok || parsed.value.command.main === undefined) return [];
  const { command, args } = parsed.value;
  const { main = '', path } = command;
  const offers = await complete({ invocation: invocation(path, args), argument: main });
  return offers.map(({ value }) => commandLine(path, { ...args, [main]: value }, main));
}
