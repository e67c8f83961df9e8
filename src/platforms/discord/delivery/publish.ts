import { type REST, Routes } from 'discord.js';
import type { SendOutcome } from '../../../core/delivery.ts';
import type { Log } from '../../../lib/log.ts';
import type { Destination } from '../address.ts';
import type { KnownChannels } from '../gateway/known-channels.ts';
import type { Paced } from './destinations.ts';

const publishedAlready = 40033;

export interface PublishOptions {
  readonly rest: Pick<REST, 'post'>;
  readonly known: Pick<KnownChannels, 'kindOf'>;
  readonly log: Log;
}

/**
 * Hands what was posted in an announcement channel on to those that follow it: a step of its own, whose failure changes
 * nothing of the post and is told beside it.
 */
export function createPublish({ rest, known, log }: PublishOptions, paced: Paced) {
  return async (destination: Destination, outcome: SendOutcome): Promise<SendOutcome> => {
    if (outcome.kind !== 'sent' || outcome.externalId === undefined) return outcome;
    if (destination.kind === 'user') return outcome;
    if (known.kindOf(destination.guild, destination.channel) !== 'announcement') {
      return { ...outcome, note: 'not published: only announcement channels have followers' };
    }
    const [channel = '', message = ''] = outcome.externalId.split('/');
    try {
      await paced(() => rest.post(Routes.channelMessageCrosspost(channel, message)));
      return outcome;
    } catch (error) {
      const { code, message: said } = error as {
        readonly code?: unknown;
        readonly message?: string;
      };
      if (code === publishedAlready) return outcome;
      log.warn(`Discord: ${outcome.externalId} was not published to followers: ${said}`);
      return { ...outcome, note: `not published to followers: ${said}` };
    }
  };
}
