import {
  type APIApplicationCommandOption,
  type APIApplicationCommandOptionChoice,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type RESTPutAPIApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import { duplicates } from './component-limits.ts';

type CommandBody = RESTPutAPIApplicationCommandsJSONBody[number];

const CHAT_COMMANDS = 100;
const MENU_COMMANDS = 15;
const OPTIONS = 25;
const CHOICES = 25;
const DESCRIPTION = 100;
const CHOICE_TEXT = 100;
/** Names, descriptions and choice values of one command together. */
const COMMAND_TOTAL = 8_000;
const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

const { Subcommand, SubcommandGroup } = ApplicationCommandOptionType;

/** The rules of commands that Discord's OpenAPI does not have. */
export function checkCommands(commands: RESTPutAPIApplicationCommandsJSONBody): string[] {
  const ofType = (type: ApplicationCommandType) => commands.filter((each) => typeOf(each) === type);
  const counts = [
    [ApplicationCommandType.ChatInput, CHAT_COMMANDS],
    [ApplicationCommandType.User, MENU_COMMANDS],
    [ApplicationCommandType.Message, MENU_COMMANDS],
  ] as const;
  return [
    ...counts.flatMap(([type, most]) =>
      ofType(type).length > most ? [`there are more than ${most} commands of type ${type}`] : [],
    ),
    ...duplicates(
      'the command',
      commands.map((each) => `${each.name} (type ${typeOf(each)})`),
    ),
    ...commands.flatMap(checkCommand),
  ];
}

function typeOf({ type }: CommandBody): ApplicationCommandType {
  return type ?? ApplicationCommandType.ChatInput;
}

function checkCommand(command: CommandBody): string[] {
  const { name } = command;
  const problems: string[] = [];
  const say = (isWrong: boolean, problem: string) =>
    isWrong && problems.push(`${name}: ${problem}`);
  const { default_member_permissions: permissions } = command;
  say(permissions != null && !/^\d+$/.test(permissions), 'permissions are a string of digits');
  if (typeOf(command) !== ApplicationCommandType.ChatInput) {
    say(name.length < 1 || name.length > 32, 'the name has 1 to 32 characters');
    const { description = '', options = [] } = command as CommandText;
    say(
      description !== '' || options.length > 0,
      'a menu command has no description and no options',
    );
    return problems;
  }
  const { description = '', options = [] } = command as CommandText;
  problems.push(...checkText(name, name, description), ...checkOptions(name, options, 0));
  const length = lengthOf({ name, description, options });
  say(length > COMMAND_TOTAL, `it has ${length} of ${COMMAND_TOTAL} characters`);
  return problems;
}

interface CommandText {
  readonly description?: string;
  readonly options?: readonly APIApplicationCommandOption[];
}

function checkText(path: string, name: string, description: string): string[] {
  const problems: string[] = [];
  if (!NAME.test(name) || name !== name.toLowerCase()) problems.push(`${path}: is no name`);
  if (description.length < 1 || description.length > DESCRIPTION) {
    problems.push(`${path}: the description has 1 to ${DESCRIPTION} characters`);
  }
  return problems;
}

function checkOptions(
  path: string,
  options: readonly APIApplicationCommandOption[],
  depth: number,
): string[] {
  const problems: string[] = [];
  const say = (isWrong: boolean, problem: string) =>
    isWrong && problems.push(`${path}: ${problem}`);
  const branches = options.filter(({ type }) => type === Subcommand || type === SubcommandGroup);
  say(options.length > OPTIONS, `there are more than ${OPTIONS} options`);
  say(branches.length > 0 && branches.length < options.length, 'subcommands and options are mixed');
  const isDeep =
    depth >= 2 || (depth === 1 && branches.some(({ type }) => type === SubcommandGroup));
  say(isDeep && branches.length > 0, 'subcommands are nested too deep');
  const firstFree = options.findIndex((option) => option.required !== true);
  const lastRequired = options.findLastIndex((option) => option.required === true);
  say(firstFree !== -1 && lastRequired > firstFree, 'required options come first');
  problems.push(
    ...duplicates(
      `${path}: the option`,
      options.map(({ name }) => name),
    ),
  );
  for (const option of options) {
    const inner = `${path} ${option.name}`;
    problems.push(...checkText(inner, option.name, option.description));
    if (option.type === Subcommand || option.type === SubcommandGroup) {
      problems.push(...checkOptions(inner, option.options ?? [], depth + 1));
    } else {
      problems.push(...checkChoicesOf(inner, option));
    }
  }
  return problems;
}

function checkChoicesOf(path: string, option: APIApplicationCommandOption): string[] {
  const choices = choicesOf(option);
  const problems: string[] = [];
  const say = (isWrong: boolean, problem: string) =>
    isWrong && problems.push(`${path}: ${problem}`);
  say(choices.length > CHOICES, `there are more than ${CHOICES} choices`);
  const isCompleted = 'autocomplete' in option && option.autocomplete === true;
  say(isCompleted && choices.length > 0, 'autocomplete and choices exclude each other');
  for (const { name, value } of choices) {
    const isLong = name.length > CHOICE_TEXT || String(value).length > CHOICE_TEXT;
    say(name === '' || isLong, `the choice ${name} is empty or too long`);
  }
  return [
    ...problems,
    ...duplicates(
      `${path}: the choice`,
      choices.map(({ name }) => name),
    ),
    ...duplicates(
      `${path}: the value`,
      choices.map(({ value }) => value),
    ),
  ];
}

function choicesOf(
  option: APIApplicationCommandOption,
): readonly APIApplicationCommandOptionChoice[] {
  return 'choices' in option ? (option.choices ?? []) : [];
}

function lengthOf(command: CommandText & { readonly name: string }): number {
  const { name, description = '', options = [] } = command;
  const inner = options.map((option) =>
    lengthOf(option as CommandText & { readonly name: string }),
  );
  const choices = options.flatMap(choicesOf).map((choice) => {
    const value = typeof choice.value === 'string' ? choice.value : '';
    return choice.name.length + value.length;
  });
  return [name.length, description.length, ...inner, ...choices].reduce(
    (sum, each) => sum + each,
    0,
  );
}
