import { type ChannelType, InteractionType } from 'discord-api-types/v10';
import { apiChannel, apiMember } from './api-objects.ts';
import { installationOf } from './installation.ts';
import type { Interaction, Place } from './interaction.ts';
import { permissionsIn, type World } from './world.ts';

const ATTACHMENT_LIMIT = 10_485_760;
/** What a bot may do in a direct message. */
const DM_PERMISSIONS = '248573488491520';

/** The data of INTERACTION_CREATE: the place, and what was done there. */
export function interactionPayload(
  world: World,
  interaction: Pick<Interaction, 'id' | 'token' | 'type' | 'place' | 'source'>,
  data: object,
) {
  const { id, token, type, place, source } = interaction;
  return {
    version: 1,
    id,
    token,
    type,
    application_id: world.applicationId,
    data,
    entitlements: [],
    locale: place.user.locale,
    attachment_size_limit: ATTACHMENT_LIMIT,
    ...(hasMessage(type) && source !== undefined ? { message: source.api } : {}),
    ...placeFields(world, place),
  };
}

function hasMessage(type: InteractionType): boolean {
  return type === InteractionType.MessageComponent || type === InteractionType.ModalSubmit;
}

function placeFields(world: World, place: Place) {
  const { user, channel, permissions } = place;
  const { context, owners } = installationOf(place);
  const isMember = channel.guild?.state === 'joined';
  const fields = {
    channel: apiChannel(world, channel),
    channel_id: channel.id,
    context,
    authorizing_integration_owners: owners,
    app_permissions: isMember ? String(permissionsIn(channel)) : DM_PERMISSIONS,
  };
  const { guild } = channel;
  if (guild === undefined) return { ...fields, user: user.api };
  return {
    ...fields,
    guild_id: guild.id,
    guild: { id: guild.id, locale: 'en-US', features: [] },
    guild_locale: 'en-US',
    member: { ...apiMember(world, guild, user.api.id), permissions: String(permissions) },
  };
}

/** A channel that an option names, with what the bot and the person may do there. Throws where it cannot be chosen. */
export function resolvedChannel(
  world: World,
  id: string,
  { channel: here, permissions }: Place,
  types: readonly ChannelType[] | undefined,
) {
  const channel = world.channels.get(id);
  const isThere = channel !== undefined && channel.guild === here.guild;
  if (!isThere || types?.includes(channel.type) === false) {
    throw new Error(`Channel ${id} cannot be chosen in ${here.name}.`);
  }
  return {
    ...apiChannel(world, channel),
    permissions: String(permissions),
    app_permissions: String(permissionsIn(channel)),
  };
}
