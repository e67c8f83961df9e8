import {
  type APIApplicationCommandInteractionDataOption,
  type APIInteraction,
  type APIModalSubmission,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ComponentType,
  InteractionType,
} from 'discord.js';
import type { CompletionRequest, Invocation } from '../../core/invocation.ts';
import { actorId, channelAddress, everywhere, guildRealm, userAddress } from './address.ts';
import { decodeCustomId } from './custom-id.ts';
import { type ChannelRights, mayManage } from './permissions.ts';

/** What somebody asks for. */
export type Asked =
  | {
      readonly kind: 'command';
      readonly invocation: Invocation;
      /** The answer is for everyone in the channel. */
      readonly share: boolean;
      /** The channel that the invocation's address names, where Discord told what the bot may do there. */
      readonly place?: ChannelRights;
    }
  | { readonly kind: 'completion'; readonly request: CompletionRequest }
  /** Papers named in a message. */
  | { readonly kind: 'look-up'; readonly text: string; readonly invocation: Invocation }
  /** A button of an older version. */
  | { readonly kind: 'outdated' };

/** The option of `/digest add` that says where, and the argument that keeps it while a form is filled in. */
const channelOption = 'channel';

/** Reads an interaction as the gateway brings it; undefined for what is none of ours. */
export function readInteraction(interaction: APIInteraction): Asked | undefined {
  switch (interaction.type) {
    case InteractionType.ApplicationCommand: {
      const { data } = interaction;
      if (data.type === ApplicationCommandType.Message) {
        const message = data.resolved.messages[data.target_id];
        const embeds = message?.embeds.flatMap(({ url, description }) => [url, description]) ?? [];
        const text = [message?.content, ...embeds].filter(Boolean).join('\n');
        return { kind: 'look-up', text, invocation: invocationOf(interaction, ['papers', 'show']) };
      }
      if (data.type !== ApplicationCommandType.ChatInput) return undefined;
      const { path, args } = readOptions([data.name], data.options);
      return command(interaction, path, args, data.resolved?.channels);
    }
    case InteractionType.ApplicationCommandAutocomplete: {
      const { name, options } = interaction.data;
      const { path, args, focused } = readOptions([name], options);
      if (focused === undefined) return undefined;
      const invocation = invocationOf(interaction, path, args);
      return { kind: 'completion', request: { invocation, argument: focused } };
    }
    case InteractionType.MessageComponent: {
      const { data } = interaction;
      const id =
        data.component_type === ComponentType.StringSelect ? data.values[0] : data.custom_id;
      return pressed(interaction, id ?? '');
    }
    case InteractionType.ModalSubmit:
      return pressed(interaction, interaction.data.custom_id, typedFields(interaction.data));
    default:
      return undefined;
  }
}

function pressed(
  interaction: APIInteraction,
  id: string,
  typed: Invocation['args'] = {},
): Asked | undefined {
  const decoded = decodeCustomId(id);
  if (decoded === undefined || decoded.kind === 'outdated') return decoded;
  const asked = command(interaction, decoded.path, { ...decoded.args, ...typed });
  return decoded.kind === 'share' ? { ...asked, share: true } : asked;
}

type Channels = Readonly<
  Record<
    string,
    { readonly name: string | null; readonly type: number; readonly app_permissions?: string }
  >
>;

function command(
  interaction: APIInteraction,
  path: readonly string[],
  args: Invocation['args'],
  channels: Channels = {},
): Asked & { kind: 'command' } {
  const { [channelOption]: chosen, ...rest } = args;
  const { guild_id: guild, channel } = interaction;
  if (guild === undefined || chosen === undefined) {
    const place = {
      name: channel !== undefined && 'name' in channel ? (channel.name ?? '') : '',
      type: channel?.type ?? 0,
      permissions: interaction.app_permissions,
    };
    return {
      kind: 'command',
      invocation: invocationOf(interaction, path, args),
      share: false,
      place,
    };
  }
  const invocation = {
    ...invocationOf(interaction, path, rest),
    address: channelAddress(guild, chosen),
  };
  const target = channels[chosen];
  if (target?.app_permissions === undefined) return { kind: 'command', invocation, share: false };
  const { name, type, app_permissions: permissions } = target;
  const place = { name: name ?? chosen, type, permissions };
  return { kind: 'command', invocation, share: false, place };
}

function invocationOf(
  interaction: APIInteraction,
  path: readonly string[],
  args: Invocation['args'] = {},
): Invocation {
  const { guild_id: guild, member, authorizing_integration_owners: owners } = interaction;
  const user = member?.user ?? interaction.user;
  const id = user?.id ?? '0';
  const channel = interaction.channel?.id;
  const isHere = guild !== undefined && owners[0] !== undefined;
  return {
    path,
    args,
    address:
      guild === undefined || channel === undefined
        ? userAddress(id)
        : channelAddress(guild, channel),
    realm: guild === undefined ? userAddress(id) : guildRealm(guild),
    ...(guild === undefined && { ownRealm: everywhere }),
    personalAddress: userAddress(id),
    actor: {
      id: actorId(id),
      name: user?.global_name ?? user?.username ?? 'somebody',
      canManage: isHere && mayManage(member?.permissions ?? '0'),
    },
  };
}

interface ReadOptions {
  readonly path: readonly string[];
  readonly args: Invocation['args'];
  readonly focused?: string;
}

/** Goes down through group and subcommand to the values; they become text, as if typed. */
function readOptions(
  path: readonly string[],
  options: readonly APIApplicationCommandInteractionDataOption<InteractionType>[] = [],
): ReadOptions {
  const args: Record<string, string> = {};
  let focused: string | undefined;
  for (const option of options) {
    if (
      option.type === ApplicationCommandOptionType.Subcommand ||
      option.type === ApplicationCommandOptionType.SubcommandGroup
    ) {
      return readOptions([...path, option.name], option.options);
    }
    args[option.name] = String(option.value);
    if ('focused' in option && option.focused === true) focused = option.name;
  }
  return { path, args, ...(focused !== undefined && { focused }) };
}

/** What stands in the fields of a form; empty ones are left out. */
function typedFields({ components }: APIModalSubmission): Record<string, string> {
  const inputs = components.flatMap((component) => {
    if (component.type === ComponentType.Label) return [component.component];
    return component.type === ComponentType.ActionRow ? component.components : [];
  });
  const fields = inputs.flatMap((input) => {
    const value = 'value' in input ? input.value : undefined;
    return typeof value === 'string' && value.trim() !== '' ? [[input.custom_id, value]] : [];
  });
  return Object.fromEntries(fields);
}
