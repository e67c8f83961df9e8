import {
  ApplicationIntegrationType,
  ChannelType,
  InteractionContextType,
} from 'discord-api-types/v10';
import type { Place } from './interaction.ts';

export interface Installation {
  readonly context: InteractionContextType;
  /** Who brought the bot there: the server, or the person. `0` is the bot's own direct messages. */
  readonly owners: Readonly<Partial<Record<ApplicationIntegrationType, string>>>;
}

/** Why the bot can be used in a place. */
export function installationOf({ user, channel }: Pick<Place, 'user' | 'channel'>): Installation {
  const { Guild, BotDM, PrivateChannel } = InteractionContextType;
  const { GuildInstall, UserInstall } = ApplicationIntegrationType;
  const { guild, type } = channel;
  if (type === ChannelType.DM) return { context: BotDM, owners: { [GuildInstall]: '0' } };
  const context = guild === undefined ? PrivateChannel : Guild;
  return guild?.state === 'joined'
    ? { context, owners: { [GuildInstall]: guild.id } }
    : { context, owners: { [UserInstall]: user.api.id } };
}
