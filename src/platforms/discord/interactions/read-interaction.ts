import {
  type APIApplicationCommandInteractionDataOption,
  type APIInteraction,
  type APIModalSubmission,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ComponentType,
  InteractionType,
} from 'discord.js';
import type { CompletionRequest, Invocation } from '../../../core/invocation.ts';
import { actorId, channelAddress, everywhere, guildRealm, userAddress } from '../address.ts';
import type { ChannelRights } from '../permissions.ts';
import { decodeCustomId } from '../render/custom-id.ts';
import { readKeptTexts } from '../render/kept-texts.ts';
import { textsIn } from '../render/texts-in.ts';
import { type Grant, grantOf, grantStill, managesByRight } from './grants.ts';
import { likelyZone } from './likely-zone.ts';

/** What somebody asks for. */
export type Asked =
  | ({
      readonly kind: 'command';
      readonly invocation: Invocation;
      /** The answer is for everyone in the channel. */
      readonly share: boolean;
      /** The channel that the invocation's address names, where Discord told what the bot may do there. */
      readonly place?: ChannelRights;
    } & Grant)
  | { readonly kind: 'completion'; readonly request: CompletionRequest }
  /** Papers named in a message. */
  | { readonly kind: 'look-up'; readonly text: string; readonly invocation: Invocation }
  /** A button of an older version. */
  | { readonly kind: 'outdated' };

/** The option of `/digest add` that says where, and the argument that keeps it while a form is filled in. */
const channelOption = 'channel';

const lookUp = { path: ['papers', 'show'], args: {} } as const;

/** Reads an interaction as the gateway brings it; undefined for what is none of ours. */
export function readInteraction(interaction: APIInteraction): Asked | undefined {
  switch (interaction.type) {
    case InteractionType.ApplicationCommand: {
      const { data } = interaction;
      if (data.type === ApplicationCommandType.Message) {
        const message = data.resolved.messages[data.target_id];
        const embeds = message?.embeds.flatMap(({ url, description }) => [url, description]) ?? [];
        const text = [message?.content, ...embeds].filter(Boolean).join('\n');
        return { kind: 'look-up', text, invocation: invocationOf(interaction, lookUp) };
      }
      if (data.type !== ApplicationCommandType.ChatInput) return undefined;
      const { path, args } = readOptions([data.name], data.options);
      const wanted = { path, args, ...grantOf(interaction, data.name) };
      return command(interaction, wanted, data.resolved?.channels);
    }
    case InteractionType.ApplicationCommandAutocomplete: {
      const { name, options } = interaction.data;
      const { path, args, focused } = readOptions([name], options);
      if (focused === undefined) return undefined;
      const invocation = invocationOf(interaction, { path, args, ...grantOf(interaction, name) });
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
  const { path, kind } = decoded;
  const kept = keptArguments(interaction, decoded.kept);
  if (kept === undefined) return { kind: 'outdated' };
  const args = { ...decoded.args, ...kept, ...typed };
  const asked = command(interaction, { path, args, ...grantStill(interaction, decoded) });
  return kind === 'share' ? { ...asked, share: true } : asked;
}

/** The arguments that stand in the message; undefined where one of them does not. */
function keptArguments(
  { message }: APIInteraction,
  kept: Readonly<Record<string, number>>,
): Invocation['args'] | undefined {
  const { content, components } = message ?? {};
  const texts = readKeptTexts(textsIn({ components, content }, ['content']));
  const pairs = Object.entries(kept).map(([name, number]) => [name, texts[number]] as const);
  if (pairs.some(([, value]) => value === undefined)) return undefined;
  return Object.fromEntries(
    pairs.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

type Channels = Readonly<
  Record<
    string,
    { readonly name: string | null; readonly type: number; readonly app_permissions?: string }
  >
>;

interface Wanted extends Grant {
  readonly path: readonly string[];
  readonly args: Invocation['args'];
}

type AskedCommand = Asked & { readonly kind: 'command' };

function command(
  interaction: APIInteraction,
  { grantedAt, ...wanted }: Wanted,
  channels: Channels = {},
): AskedCommand {
  const { [channelOption]: chosen, ...rest } = wanted.args;
  const { guild_id: guild, channel, app_permissions: permissions } = interaction;
  const grant = grantedAt === undefined ? {} : { grantedAt };
  if (guild === undefined || chosen === undefined) {
    const name = channel !== undefined && 'name' in channel ? channel.name : undefined;
    const place = { name: name ?? '', type: channel?.type ?? 0, permissions };
    const invocation = invocationOf(interaction, { ...wanted, ...grant });
    return { kind: 'command', invocation, share: false, place, ...grant };
  }
  const invocation = {
    ...invocationOf(interaction, { path: wanted.path, args: rest, ...grant }),
    address: channelAddress(guild, chosen),
  };
  const asked: AskedCommand = { kind: 'command', invocation, share: false, ...grant };
  const target = channels[chosen];
  if (target?.app_permissions === undefined) return asked;
  const { name, type, app_permissions } = target;
  return { ...asked, place: { name: name ?? chosen, type, permissions: app_permissions } };
}

function invocationOf(interaction: APIInteraction, { path, args, grantedAt }: Wanted): Invocation {
  const { guild_id: guild, member } = interaction;
  const user = member?.user ?? interaction.user;
  const id = user?.id ?? '0';
  const channel = interaction.channel?.id;
  const zone = likelyZone(localeOf(interaction), interaction.guild_locale);
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
      canManage: grantedAt !== undefined || managesByRight(interaction),
      ...(zone !== undefined && { likelyZone: zone }),
    },
  };
}

/** Of the person's own client. */
function localeOf(interaction: APIInteraction): string | undefined {
  return 'locale' in interaction ? interaction.locale : undefined;
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
