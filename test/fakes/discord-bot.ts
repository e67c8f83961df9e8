import type { DailyEntry } from './daily-papers.ts';
import type { FakeDiscord } from './discord/open-fake-discord.ts';
import { openServingBot, type ServingBot } from './serving-bot.ts';

/** The bot as a process of its own, at a fake Discord and a fake feed. */
export interface DiscordBot extends Omit<ServingBot, 'start'> {
  start(env?: Readonly<Record<string, string>>): Promise<void>;
}

/** Papers of today's feed; more may be added to the list while it runs. */
export async function openDiscordBot(
  { url, token }: FakeDiscord,
  entries: readonly DailyEntry[],
): Promise<DiscordBot> {
  const bot = await openServingBot(entries);
  return {
    ...bot,
    start: (env = {}) => bot.start({ DISCORD_API_URL: url, DISCORD_TOKEN: token, ...env }),
  };
}
