import { failure, type Result, success } from '../core/problem.ts';
import { nearest } from '../core/text/edit-distance.ts';
import type { Command } from './command.ts';
import { lineArguments, type Word } from './line-arguments.ts';

/** A command as typed: which one, and its arguments by name. */
export interface ParsedLine {
  readonly command: Command;
  readonly args: Readonly<Record<string, string>>;
}

const maxLineLength = 4_000;

/**
 * Reads a line such as `/papers search "world model" sort:newest`. The leading slash is optional, and so is `papers`;
 * case, smart quotes and one typo in the command are forgiven. `name:value` and `--name value` set arguments,
 * all other words together are the main one.
 */
export function parseLine(line: string, commands: readonly Command[]): Result<ParsedLine> {
  if (line.length > maxLineLength) {
    return failure({
      message: `This line has ${line.length} characters; at most ${maxLineLength} are read.`,
      remedy: 'Shorten it.',
    });
  }
  const words = splitWords(line.trim().replace(/^\//, ''));
  const resolved = resolvePath(
    words.map(({ text }) => text),
    commands,
  );
  if (!resolved.ok) return resolved;
  const { command, used } = resolved.value;
  const args = lineArguments(command, words.slice(used));
  return args.ok ? success({ command, args: args.value }) : args;
}

/** Splits at white space outside quotes. A quote that is never closed reaches to the end. */
function splitWords(line: string): Word[] {
  const words: Word[] = [];
  const pattern = /(\s*)((?:[^\s"“”„]|["“”„][^"“”„]*(?:["“”„]|$))+)/gu;
  for (const match of line.matchAll(pattern)) {
    words.push({ gap: match[1] ?? '', text: match[2] ?? '' });
  }
  return words;
}

/** The command that the first words name, and how many words that took. */
export function resolvePath(
  words: readonly string[],
  commands: readonly Command[],
): Result<{ command: Command; used: number }> {
  const typed = words.slice(0, 3).map((word) => word.toLowerCase().replace(/^\//, ''));
  if (typed.length === 0 || typed.join(' ') === 'papers')
    return resolvePath(['papers', 'help'], commands);
  for (const lead of [[], ['papers']]) {
    const path = [...lead, ...dropRepeatedRoot(typed)];
    const dropped = typed.length - dropRepeatedRoot(typed).length;
    for (let length = Math.min(3, path.length); length >= 2; length -= 1) {
      const command = commands.find(
        (each) => each.path.join(' ') === path.slice(0, length).join(' '),
      );
      if (command !== undefined) return success({ command, used: length - lead.length + dropped });
    }
  }
  return unfinishedCommand(typed, commands) ?? unknownCommand(words, typed, commands);
}

/** `papers digest add` is `digest add`: in Slack all commands begin with `/papers`. */
function dropRepeatedRoot(words: readonly string[]): readonly string[] {
  return words[0] === 'papers' && words[1] === 'digest' ? words.slice(1) : words;
}

/** `digest` or `my` alone: which verbs there are. */
function unfinishedCommand(
  typed: readonly string[],
  commands: readonly Command[],
): ReturnType<typeof failure> | undefined {
  const prefix = typed.join(' ');
  const within = commands.filter(({ path }) =>
    [prefix, `papers ${prefix}`].includes(path.slice(0, -1).join(' ')),
  );
  const [first] = within;
  if (first === undefined) return undefined;
  return failure({
    message: `/${first.path.slice(0, -1).join(' ')} needs one word more: ${within.map(({ path }) => path.at(-1)).join(', ')}.`,
    suggestion: first.examples[0],
  });
}

function unknownCommand(
  words: readonly string[],
  typed: readonly string[],
  commands: readonly Command[],
): Result<{ command: Command; used: number }> {
  const message = `There is no command “${words.slice(0, 3).join(' ')}”.`;
  const names = commands.flatMap((command) => {
    const whole = command.path.join(' ');
    return [whole, whole.replace(/^papers /, '')].map((name) => ({ name, command }));
  });
  for (const length of [3, 2, 1]) {
    const fitting = names.filter(({ name }) => name.split(' ').length === length);
    const guess = nearest(
      typed.slice(0, length).join(' '),
      fitting.map(({ name }) => name),
    );
    const found = fitting.find(({ name }) => name === guess);
    if (found === undefined) continue;
    return failure({ message, suggestion: lineWith(found.command, words.slice(length)) });
  }
  return failure({
    message,
    remedy: '/papers help lists what there is; /papers search looks for words in papers.',
    suggestion: `/papers search ${words.join(' ')}`,
  });
}

/** The command with the words that were typed after it, or else an example of it. */
function lineWith({ path, main, examples }: Command, rest: readonly string[]): string {
  return main === undefined || rest.length === 0 ? examples[0] : `/${[...path, ...rest].join(' ')}`;
}
