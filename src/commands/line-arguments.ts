import { type Failure, failure, type Result, success } from '../core/problem.ts';
import { fieldNames, numberNames } from '../core/query/fields.ts';
import { nearest } from '../core/text/edit-distance.ts';
import type { Command } from './command.ts';

type LineArguments = Readonly<Record<string, string>>;

export interface Word {
  /** As typed, with its quotes. */
  readonly text: string;
  /** White space before it, as typed. */
  readonly gap: string;
}

/** Of a value without quotes. */
const mostWords = 12;
const quoteMark = /["“”„]/u;

/** The arguments by name, read from the words behind a command. */
export function lineArguments(command: Command, words: readonly Word[]): Result<LineArguments> {
  const args: Record<string, string> = {};
  let main = '';
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] as Word;
    const named = namedArgument(words.slice(index, index + mostWords), command);
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
  return withMain(command, args, main);
}

/** The words without a name: the main argument, and behind it the one that needs no name there. */
function withMain(command: Command, named: LineArguments, words: string): Result<LineArguments> {
  const { main, args } = lastWord(command, named, words);
  if (main === '') return success(args);
  if (command.main === undefined) {
    return failure({
      message: `/${command.path.join(' ')} does not take “${main}”.`,
      suggestion: command.examples[0],
    });
  }
  const given = args[command.main];
  const value = command.args[command.main]?.keepsQuotes === true ? main : unquoted(main);
  return success({ ...args, [command.main]: given === undefined ? value : `${given} ${value}` });
}

function lastWord(
  { args: declared, main = '', last }: Command,
  args: LineArguments,
  words: string,
): { main: string; args: LineArguments } {
  const [, before = '', word = ''] = /^(?:(.*\S)\s+)?(\S+)$/su.exec(words) ?? [];
  const isFree = last !== undefined && args[last] === undefined;
  const isNeeded = before === '' && declared[main]?.required === true && args[main] === undefined;
  if (!isFree || isNeeded || declared[last]?.recognizes?.(word) !== true) {
    return { main: words, args };
  }
  return { main: before, args: { ...args, [last]: word } };
}

/** `words`: the one that may name an argument, and those behind it. */
function namedArgument(
  [{ text: word } = { text: '' }, ...more]: readonly Pick<Word, 'text'>[],
  command: Command,
): { name: string; value: string; extraWords: number } | undefined {
  const { args } = command;
  const match = /^(--)?([a-z]+)(?:[:=](.+))?$/isu.exec(word);
  const name = match?.[2]?.toLowerCase();
  if (match === null || name === undefined || !Object.hasOwn(args, name)) return undefined;
  const [, dashes, , value] = match;
  if (value !== undefined) return wholeValue(name, [{ text: value }, ...more], command);
  if (dashes === undefined) return undefined;
  if (args[name]?.kind === 'flag') return { name, value: 'yes', extraWords: 0 };
  if (more.length === 0) return undefined;
  const found = wholeValue(name, more, command);
  return { ...found, extraWords: found.extraWords + 1 };
}

/** `when:monday at noon` without quotes: as many of the words as make one value. */
function wholeValue(
  name: string,
  [{ text: first } = { text: '' }, ...more]: readonly Pick<Word, 'text'>[],
  { args }: Command,
): { name: string; value: string; extraWords: number } {
  const argument = args[name];
  const end = more.findIndex(({ text }) => isName(text, args) || quoteMark.test(text));
  const free = quoteMark.test(first) ? [] : more.slice(0, end === -1 ? undefined : end);
  for (let count = free.length; count > 0; count -= 1) {
    const value = [first, ...free.slice(0, count).map(({ text }) => text)].join(' ');
    if (argument?.recognizes?.(value) === true) return { name, value, extraWords: count };
  }
  return { name, value: unquoted(first), extraWords: 0 };
}

function isName(word: string, args: Command['args']): boolean {
  const name = /^(?:--)?([a-z]+)[:=]|^--([a-z]+)$/iu.exec(word);
  return name !== null && Object.hasOwn(args, (name[1] ?? name[2] ?? '').toLowerCase());
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
