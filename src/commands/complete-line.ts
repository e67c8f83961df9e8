import type { Complete, Invocation } from '../core/invocation.ts';
import type { Command } from './command.ts';
import { commandLine, quoted } from './command-line.ts';
import { parseLine } from './parse-line.ts';

type Invoke = (path: readonly string[], args: Readonly<Record<string, string>>) => Invocation;

/**
 * Whole lines that go on from what was typed: commands first, then values of the option being typed, options that begin
 * so, and values of the main argument. Only the main argument's own words are ever replaced.
 */
export async function completeLine(
  line: string,
  commands: readonly Command[],
  complete: Complete,
  invocation: Invoke,
): Promise<readonly string[]> {
  const typed = line.trimStart().toLowerCase();
  const whole = typed.startsWith('/') ? typed : `/${typed}`;
  const begun = commands
    .map(({ path }) => `/${path.join(' ')} `)
    .filter((each) => each.startsWith(whole) && each !== whole);
  if (begun.length > 0) return begun;
  const parsed = parseLine(line, commands);
  if (!parsed.ok || hasOpenQuote(line)) return [];
  const { command, args } = parsed.value;
  const word = line.slice(line.lastIndexOf(' ') + 1);
  const before = line.slice(0, line.length - word.length);
  const offer = async (name: string, given: Readonly<Record<string, string>>) =>
    (await complete({ invocation: invocation(command.path, given), argument: name })).map(
      ({ value }) => value,
    );
  const option = optionOf(word, command);
  if (option !== undefined) {
    const values = await offer(option.name, { ...args, [option.name]: option.value });
    return values.map((value) => `${before}${option.name}:${quoted(value)}`);
  }
  const options = optionsAfter(before, word, command, commands);
  if (options.length > 0) return options.map((name) => `${before}${name}:`);
  const { main } = command;
  if (main === undefined || (word === '' && args[main] !== undefined)) return [];
  const values = await offer(main, args);
  return values.map((value) => commandLine(command.path, { ...args, [main]: value }, main));
}

function hasOpenQuote(line: string): boolean {
  return (line.match(/["“”„]/gu)?.length ?? 0) % 2 === 1;
}

function optionOf(word: string, { args }: Command): { name: string; value: string } | undefined {
  const [, name = '', value = ''] = /^(?:--)?([a-z]+)[:=](.*)$/isu.exec(word) ?? [];
  const known = name.toLowerCase();
  return Object.hasOwn(args, known) ? { name: known, value } : undefined;
}

/** The options not yet given that begin with the word, once the main argument is there. */
function optionsAfter(
  before: string,
  word: string,
  { args, main }: Command,
  commands: readonly Command[],
): readonly string[] {
  const earlier = parseLine(before, commands);
  const given = earlier.ok ? earlier.value.args : {};
  if (main !== undefined && given[main] === undefined) return [];
  return Object.keys(args).filter(
    (name) => name !== main && !Object.hasOwn(given, name) && name.startsWith(word.toLowerCase()),
  );
}
