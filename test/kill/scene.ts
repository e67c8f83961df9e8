import { openServingBot, type ServingBot } from '../fakes/serving-bot.ts';
import { createChance } from '../simulation/random.ts';
import { openBundle } from './bundle.ts';
import { type Clock, openClock } from './clock.ts';
import { type Crowd, createCrowd } from './crowd.ts';
import { openDiscordSide } from './discord-side.ts';
import { beginLife, type Life } from './life.ts';
import { type GrowingFeed, openGrowingFeed } from './papers.ts';
import type { Person, Side } from './side.ts';
import { openSlackSide } from './slack-side.ts';
import { addition, following, schedulingOwn } from './wishes.ts';

/** The time between two processes, at least: Slack counts a channel's messages by the second, and a new process anew. */
const shortestPauseMs = 1_200;

/** All that outlives a process of the bot. */
export interface Scene {
  readonly clock: Clock;
  readonly feed: GrowingFeed;
  readonly sides: readonly Side[];
  readonly bot: ServingBot;
  readonly crowd: Crowd;
  /** Starts a process that knows of new papers. */
  begin(): Life;
  close(): Promise<void>;
}

/** Opens the platforms and the feed, lets the bot start for the first time, and its people set up what they want. */
export async function openScene(seed: number): Promise<Scene> {
  const chance = createChance(seed + 1);
  const clock = openClock();
  const bundle = await openBundle();
  const feed = await openGrowingFeed(createChance(seed + 2));
  const slack = await openSlackSide();
  const sides = [await openDiscordSide(), slack];
  const bot = await openServingBot([], bundle.program);
  const people = sides.flatMap((side) => side.people);
  const crowd = createCrowd(people, createChance(seed + 3));

  function begin(): Life {
    clock.forward(shortestPauseMs);
    feed.grow();
    const policy = chance.often(0.8) ? 'resend_once' : 'hold';
    const env = { HF_URL: feed.url, UNCERTAIN: policy };
    return beginLife({ bot, sides, clock, env });
  }

  async function close(): Promise<void> {
    await bot.close();
    await Promise.all([bundle, feed, ...sides].map((each) => each.close()));
    clock.close();
  }

  try {
    const life = begin();
    await life.ready;
    await slack.install(bot);
    await setUp(people, crowd);
    const wrong = await life.stop();
    if (wrong.length > 0) throw new Error(wrong.join('\n'));
  } catch (error) {
    await close();
    throw error;
  }
  return { clock, feed, sides, bot, crowd, begin, close };
}

/** Each channel has a digest of some papers and one of all; each person has one of their own. */
async function setUp(people: readonly Person[], crowd: Crowd): Promise<void> {
  const channels = new Map(
    people.flatMap((each) => each.channels.map((channel) => [channel, each])),
  );
  let number = 0;
  for (const [channel, person] of channels) {
    number += 1;
    const isOdd = number % 2 === 1;
    const subject = isOdd ? 'kettles OR rivers' : 'part';
    const when = isOdd ? 'each hour' : 'each half hour';
    await crowd.insist(
      person,
      channel,
      addition(`${subject} OR first${number}`, when, isOdd ? 5 : 25),
    );
  }
  for (const person of people) {
    const [channel = ''] = person.channels;
    await crowd.insist(person, channel, following(person.actor, 'notes'));
    await crowd.insist(person, channel, schedulingOwn(person.actor, 'each hour'));
  }
}
