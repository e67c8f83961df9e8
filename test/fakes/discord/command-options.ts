import {
  type APIApplicationCommand,
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  PermissionFlagsBits,
} from 'discord-api-types/v10';
import { installationOf } from './installation.ts';
import type { Place } from './interaction.ts';
import { resolvedChannel } from './interaction-payload.ts';
import type { World } from './world.ts';

export type OptionValues = Readonly<Record<string, string | number | boolean>>;

interface TypedCommand {
  /** `papers my follow`. */
  readonly path: string;
  readonly values: OptionValues;
  readonly place: Place;
  /** The option being typed: it may hold anything, and others may be missing. */
  readonly focused?: string;
}

/**
 * The data of a slash command, nested as its registered definition says.
 * Throws for what Discord's client would not let a person send: an unknown command or option, a wrong type, a value
 * out of range, a required option left out.
 */
export function slashData(world: World, typed: TypedCommand) {
  const [name, ...words] = typed.path.split(' ');
  const command = commandNamed(world, name ?? '', ApplicationCommandType.ChatInput);
  checkPlace(command, typed.place);
  const levels: { readonly type: ApplicationCommandOptionType; readonly name: string }[] = [];
  let definitions: readonly APIApplicationCommandOption[] = command.options ?? [];
  for (const word of words) {
    const found = definitions.find((option) => option.name === word);
    if (found === undefined || !isBranch(found)) throw new Error(`There is no /${typed.path}.`);
    levels.push({ type: found.type, name: word });
    definitions = found.options ?? [];
  }
  const basic = definitions.filter(
    (option): option is APIApplicationCommandBasicOption => !isBranch(option),
  );
  if (basic.length < definitions.length) {
    throw new Error(`/${typed.path} cannot be used by itself.`);
  }
  const leaves: readonly object[] = optionsOf(typed, basic);
  const options = levels.reduceRight((inner, level) => [{ ...level, options: inner }], leaves);
  const channels = basic.flatMap((option) => {
    const id = typed.values[option.name];
    if (option.type !== ApplicationCommandOptionType.Channel || id === undefined) return [];
    return resolvedChannel(world, String(id), typed.place, option.channel_types);
  });
  return {
    id: command.id,
    name: command.name,
    type: ApplicationCommandType.ChatInput,
    options,
    ...(channels.length === 0
      ? {}
      : { resolved: { channels: Object.fromEntries(channels.map((each) => [each.id, each])) } }),
  };
}

export function commandNamed(
  world: World,
  name: string,
  type: ApplicationCommandType,
): APIApplicationCommand {
  const command = world.commands.find((each) => each.name === name && each.type === type);
  if (command !== undefined) return command;
  const known = world.commands.map((each) => each.name).join(', ') || 'none';
  throw new Error(
    `The bot registered no command “${name}” of type ${type}; it registered: ${known}.`,
  );
}

/** Throws where Discord does not show the command to that person. */
export function checkPlace(command: APIApplicationCommand, place: Place): void {
  const { context, owners } = installationOf(place);
  const { contexts, integration_types: types = [ApplicationIntegrationType.GuildInstall] } =
    command;
  const isShown = contexts?.includes(context) ?? true;
  const isThere = isShown && types.some((type) => owners[type] !== undefined);
  if (isThere && mayUse(command, place)) return;
  const { user, channel } = place;
  throw new Error(`${command.name} is not shown to ${user.api.username} in ${channel.name}.`);
}

/** By the command's own rule, or because the admins of the server gave it to that person. */
function mayUse(
  { name, default_member_permissions: needed }: APIApplicationCommand,
  { user, channel: { guild }, permissions }: Place,
): boolean {
  if (guild === undefined || needed === null) return true;
  const bits = BigInt(needed) | PermissionFlagsBits.Administrator;
  return (permissions & bits) !== 0n || guild.commandGrants.has(`${name}/${user.api.id}`);
}

function isBranch(option: APIApplicationCommandOption) {
  return (
    option.type === ApplicationCommandOptionType.Subcommand ||
    option.type === ApplicationCommandOptionType.SubcommandGroup
  );
}

function optionsOf(
  { path, values, focused }: TypedCommand,
  definitions: readonly APIApplicationCommandBasicOption[],
) {
  const unknown = Object.keys(values).find(
    (name) => !definitions.some((each) => each.name === name),
  );
  if (unknown !== undefined) throw new Error(`/${path} has no option “${unknown}”.`);
  return definitions.flatMap((definition) => {
    const { name, type } = definition;
    const value = values[name];
    const isFocused = name === focused;
    if (value === undefined && !isFocused) {
      const isMissing = definition.required === true && focused === undefined;
      if (isMissing) throw new Error(`/${path} needs the option “${name}”.`);
      return [];
    }
    if (isFocused) {
      const isOffered = 'autocomplete' in definition && definition.autocomplete === true;
      if (!isOffered) throw new Error(`“${name}” of /${path} has no autocomplete.`);
      return [{ name, type, value: value ?? '', focused: true }];
    }
    const problem = problemOf(definition, value);
    if (problem !== undefined) throw new Error(`“${name}” of /${path} ${problem}.`);
    return [{ name, type, value }];
  });
}

function problemOf(
  definition: APIApplicationCommandBasicOption,
  value: string | number | boolean | undefined,
): string | undefined {
  switch (definition.type) {
    case ApplicationCommandOptionType.Boolean:
      return typeof value === 'boolean' ? undefined : 'must be true or false';
    case ApplicationCommandOptionType.Integer:
    case ApplicationCommandOptionType.Number: {
      if (typeof value !== 'number') return 'must be a number';
      const isWhole =
        definition.type === ApplicationCommandOptionType.Number || Number.isInteger(value);
      if (!isWhole) return 'must be a whole number';
      const { min_value: min = -Infinity, max_value: max = Infinity } = definition as {
        readonly min_value?: number;
        readonly max_value?: number;
      };
      if (value < min || value > max) return `must be ${min} to ${max}`;
      break;
    }
    default: {
      if (typeof value !== 'string') return 'must be text';
      const { min_length: min = 0, max_length: max = 6_000 } = definition as {
        readonly min_length?: number;
        readonly max_length?: number;
      };
      if (value.length < min || value.length > max) return `must have ${min} to ${max} characters`;
    }
  }
  const choices = 'choices' in definition ? (definition.choices ?? []) : [];
  const isChoice = choices.length === 0 || choices.some((choice) => choice.value === value);
  return isChoice ? undefined : `must be one of ${choices.map((each) => each.value).join(', ')}`;
}
