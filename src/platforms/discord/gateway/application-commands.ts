import type {
  APIApplicationCommandBasicOption,
  APIApplicationCommandSubcommandGroupOption,
  APIApplicationCommandSubcommandOption,
  RESTPostAPIApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import type { Argument } from '../../../commands/argument.ts';
import type { Command } from '../../../commands/command.ts';

/** What is said of the words that commands begin with; the commands themselves say the rest. */
const groupDescriptions: Readonly<Record<string, string>> = {
  papers: 'Find, save and follow research papers',
  'papers my': 'Your topics, your own digest and what is stored about you',
  digest: 'Set up the digests of this server',
};

/** Manage Server, as Discord writes permissions. */
const manageServer = '32';
const everywhere = { contexts: [0, 1, 2], integration_types: [0, 1] } satisfies Reach;
const serversOnly = {
  contexts: [0],
  integration_types: [0],
  default_member_permissions: manageServer,
} satisfies Reach;

type Reach = Pick<
  RESTPostAPIApplicationCommandsJSONBody,
  'contexts' | 'integration_types' | 'default_member_permissions'
>;

/** Where a new digest goes: text and announcement channels, their threads, forums. */
const channelOption: APIApplicationCommandBasicOption = {
  type: 7,
  name: 'channel',
  description: 'Where it is posted; here if you name none',
  channel_types: [0, 5, 10, 11, 12, 15],
};

/**
 * What Discord is told of the commands: one slash command for each first word, and the one in the menu of a message.
 * Permissions and places exist for whole slash commands only: one of which any part is for those who manage a place is for
 * them as a whole, and only in servers.
 */
export function applicationCommands(
  commands: readonly Command[],
): RESTPostAPIApplicationCommandsJSONBody[] {
  return [
    ...firstWords(commands, 1).map((name): RESTPostAPIApplicationCommandsJSONBody => {
      const members = commands.filter(({ path }) => path[0] === name);
      const isManaged = members.some(({ permission }) => permission === 'manage');
      return {
        type: 1,
        name,
        description: groupDescriptions[name] ?? name,
        ...(isManaged ? serversOnly : everywhere),
        options: [...subcommands(members), ...subcommandGroups(members)],
      };
    }),
    { type: 3, name: 'Look up papers', ...everywhere },
  ];
}

function subcommands(commands: readonly Command[]): APIApplicationCommandSubcommandOption[] {
  return commands.filter(({ path }) => path.length === 2).map(subcommand);
}

function subcommandGroups(
  commands: readonly Command[],
): APIApplicationCommandSubcommandGroupOption[] {
  const nested = commands.filter(({ path }) => path.length > 2);
  return firstWords(nested, 2).map((words) => ({
    type: 2,
    name: lastWord(words.split(' ')),
    description: groupDescriptions[words] ?? words,
    options: nested.filter(({ path }) => path.join(' ').startsWith(`${words} `)).map(subcommand),
  }));
}

/** What the paths begin with, each once. */
function firstWords(commands: readonly Command[], count: number): string[] {
  return [...new Set(commands.map(({ path }) => path.slice(0, count).join(' ')))];
}

function subcommand(command: Command): APIApplicationCommandSubcommandOption {
  const { path, summary, args } = command;
  const options = Object.entries(args).map(([name, argument]) => option(name, argument));
  const placed = path.join(' ') === 'digest add' ? [channelOption, ...options] : options;
  const requiredFirst = placed.toSorted(
    (a, b) => Number(b.required === true) - Number(a.required === true),
  );
  return { type: 1, name: lastWord(path), description: summary, options: requiredFirst };
}

function option(name: string, argument: Argument): APIApplicationCommandBasicOption {
  const { description, required, choices = [], range, completion } = argument;
  const base = { name, description, required };
  switch (argument.kind) {
    case 'integer':
      return {
        ...base,
        type: 4,
        ...(range && { min_value: range.min, max_value: range.max }),
      };
    case 'flag':
      return { ...base, type: 5 };
    case 'choice':
      return {
        ...base,
        type: 3,
        choices: choices.map(({ label, value }) => ({ name: label, value })),
      };
    case 'text':
      return completion === undefined
        ? { ...base, type: 3 }
        : { ...base, type: 3, autocomplete: true };
  }
}

function lastWord(path: readonly string[]): string {
  return path.at(-1) ?? '';
}
