const ofTheGateway = /[\\/](?:discord\.js[\\/]src[\\/]client[\\/]websocket|@discordjs[\\/]ws)[\\/]/;

/**
 * Whether an uncaught error is one of discord.js' own, thrown while it handles what its gateway says: it then connects
 * anew by itself. Known: a TypeError of 14.28.1 when a resumed session is invalidated at once.
 */
export function isGatewayFault(error: unknown): boolean {
  return error instanceof TypeError && ofTheGateway.test(error.stack ?? '');
}
