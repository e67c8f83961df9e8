import { PermissionFlagsBits } from 'discord-api-types/v10';
import { type Answer, refuse } from './answer.ts';
import type { RouteCall } from './route.ts';
import { type FakeChannel, may, type World } from './world.ts';

/** Does something in the channel that the path names, where the bot may see it. */
export function withChannel(
  world: World,
  { params }: RouteCall,
  act: (channel: FakeChannel) => Answer,
): Answer {
  const channel = world.channels.get(params.channel ?? '');
  if (channel === undefined) return refuse(10003);
  const { guild } = channel;
  const isInside = guild === undefined || guild.state === 'joined';
  return isInside && may(channel, PermissionFlagsBits.ViewChannel) ? act(channel) : refuse(50001);
}
