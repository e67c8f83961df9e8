import { type Failure, failure, type Result, success } from '../core/problem.ts';
import { fieldNames, numberNames } from '../core/query/fields.ts';
import { nearest } from '../core/text/edit-distance.ts';
import type { Command } from './command.ts';

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
  return readArguments(command, words.slice(used));
}

interface Word {
  /** As typed, with its quotes. */
  readonly text: string;
  /** White space before it, as typed. */
  readonly gap: string;
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
    remedy: '/papers help lists them. To search for these words:',
    suggestion: `/papers search ${words.join(' ')}`,
  });
}

/** The command with the words that were typed after it, or else an example of it. */
function lineWith({ path, main, examples }: Command, rest: readonly string[]): string {
  return main === undefined || rest.length === 0 ? examples[0] : `/${[...path, ...rest].join(' ')}`;
}

function readArguments(command: Command, words: readonly Word[]): Result<ParsedLine> {
  const args: Record<string, string> = {};
  let main = '';
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] as Word;
    const named = namedArgument(word.text, words[index + 1]?.text, command);
    if (named === undefined) {
      const empty = optionWithoutValue(word.text, command);
      if (empty !== undefined) return empty;
      const meant = mistypedOption(word.text, command);
      if (meant !== undefined) return unknownOption(words, index, meant, command);
      main += `${main === '' ? '' : word.gap}${word.text}`;
      continue;
    }
    args[named.name] = named.value;
    index += named.extraWords;
  }
  if (main === '') return success({ command, args });
  if (command.main === undefined) {
    return failure({
      message: `/${command.path.join(' ')} does not take “${main}”.`,
      suggestion: command.examples[0],
    });
  }
  const given = args[command.main];
  const value = command.args[command.main]?.keepsQuotes === true ? main : unquoted(main);
  return success({
    command,
    args: { ...args, [command.main]: given === undefined ? value : `${given} ${value}` },
  });
}

function namedArgument(
  word: string,
  next: string | undefined,
  { args }: Command,
): { name: string; value: string; extraWords: number } | undefined {
  const match = /^(--)?([a-z]+)(?:[:=](.+))?$/isu.exec(word);
  const name = match?.[2]?.toLowerCase();
  if (match === null || name === undefined || !Object.hasOwn(args, name)) return undefined;
  const [, dashes, , value] = match;
  if (value !== undefined) return { name, value: unquoted(value), extraWords: 0 };
  if (dashes === undefined) return undefined;
  if (args[name]?.kind === 'flag') return { name, value: 'yes', extraWords: 0 };
  return next === undefined ? undefined : { name, value: unquoted(next), extraWords: 1 };
}

/** `--for` with nothing after it. */
function optionWithoutValue(word: string, { args }: Command): Failure | undefined {
  const name = /^--([a-z]+)[:=]?$/iu.exec(word)?.[1]?.toLowerCase() ?? '';
  const argument = Object.hasOwn(args, name) ? args[name] : undefined;
  if (argument === undefined) return undefined;
  return failure({ message: `“${word}” needs a value.`, remedy: `${argument.description}.` });
}

interface Mistyped {
  readonly typed: string;
  readonly meant: string;
}

/** `limt:3` or `--limt`, unless it may be meant for the query language. */
function mistypedOption(word: string, { args }: Command): Mistyped | undefined {
  const match = /^((?:--)?)([a-z]{3,})([:=]?)(?!\/\/)/iu.exec(word);
  const [typed = '', dashes = '', name = '', sign = ''] = match ?? [];
  if (dashes === '' && (sign === '' || typed === word)) return undefined;
  const options = Object.keys(args);
  const near = nearest(name.toLowerCase(), [...fieldNames, ...numberNames, ...options]);
  return near === undefined || near === name.toLowerCase() || !options.includes(near)
    ? undefined
    : { typed, meant: `${dashes}${near}${sign}` };
}

function unknownOption(
  words: readonly Word[],
  at: number,
  { typed, meant }: Mistyped,
  { path, args }: Command,
): Result<never> {
  const line = words.map(({ text }, index) =>
    index === at ? `${meant}${text.slice(typed.length)}` : text,
  );
  return failure({
    message: `There is no option “${typed}”.`,
    remedy: `/${path.join(' ')} has ${Object.keys(args)
      .map((name) => `${name}:`)
      .join(' ')}`,
    suggestion: `/${[...path, ...line].join(' ')}`,
  });
}

function unquoted(value: string): string {
  return /^["“”„]/u.test(value) ? value.replaceAll(/^["“”„]|["“”„]$/gu, '') : value;
}
