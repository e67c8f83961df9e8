import { type APIInteraction, type APIMessage, MessageFlags } from 'discord.js';
import { mayManage } from '../permissions.ts';
import { madeAt } from '../snowflake.ts';

/** The slash command for those who manage a server. Discord lets nobody use it but them and whom its admins give it to. */
const managersCommand = 'digest';
/** As long as Discord lets an answer be edited (interactions, "Followup Messages"). */
const holdsMs = 900_000;

/** When Discord let a person use the managers' command, epoch milliseconds, where their own rights would not do. */
export interface Grant {
  readonly grantedAt?: number;
}

/** By a command that is used or typed. */
export function grantOf(interaction: APIInteraction, command: string): Grant {
  const { id } = interaction;
  return command === managersCommand && needsGrant(interaction) ? { grantedAt: madeAt(id) } : {};
}

/**
 * By the id of a button or a form. The buttons of an answer that one person alone sees go on from their command for a
 * while; from whom the command is taken, these are too.
 */
export function grantStill(interaction: APIInteraction, { grantedAt }: Grant): Grant {
  const { id, message } = interaction;
  if (grantedAt === undefined || !needsGrant(interaction)) return {};
  const isPrivate = message === undefined || isEphemeral(message);
  return isPrivate && madeAt(id) - grantedAt <= holdsMs ? { grantedAt } : {};
}

/** Whether the person may manage the digests of the server by their own rights, where the bot is a member of it. */
export function managesByRight({ member, ...interaction }: APIInteraction): boolean {
  return isMemberOf(interaction) && mayManage(member?.permissions ?? '0');
}

/** Whether one person alone sees a message. */
export function isEphemeral({ flags }: Pick<APIMessage, 'flags'>): boolean {
  return ((flags ?? 0) & MessageFlags.Ephemeral) !== 0;
}

function needsGrant(interaction: APIInteraction): boolean {
  return isMemberOf(interaction) && !managesByRight(interaction);
}

function isMemberOf({
  guild_id,
  authorizing_integration_owners: owners,
}: Pick<APIInteraction, 'guild_id' | 'authorizing_integration_owners'>): boolean {
  return guild_id !== undefined && owners[0] !== undefined;
}
