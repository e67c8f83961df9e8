import {
  type APIInteraction,
  type APIModalInteractionResponseCallbackData,
  InteractionType,
  type REST,
} from 'discord.js';
import { refusal } from '../../../commands/reply.ts';
import {
  announcement,
  forOthers,
  isShareable,
  lookUp,
  namingPlace,
  placeOf,
  withLine,
} from '../../../commands/reply-views.ts';
import type { Invocation, Reply } from '../../../core/invocation.ts';
import type { Problem } from '../../../core/problem.ts';
import type { Log } from '../../../lib/log.ts';
import type { Desk } from '../../platform.ts';
import { parseAddress } from '../address.ts';
import { type ChannelRights, channelProblem, isAnnouncement } from '../permissions.ts';
import { renderForm } from '../render/modal.ts';
import { type ReplyOptions, renderReply } from '../render/render.ts';
import { roleIn } from '../role-in.ts';
import { createAnswers, type Visibility } from './answers.ts';
import { isEphemeral } from './grants.ts';
import { type Asked, readInteraction } from './read-interaction.ts';

type AskedCommand = Extract<Asked, { kind: 'command' }>;

export interface Interactions {
  /** Sees to it that an interaction is answered, whatever happens. */
  take(interaction: APIInteraction): void;
  /** Waits for those under way. */
  idle(): Promise<void>;
}

export interface InteractionsOptions {
  readonly desk: Desk;
  readonly rest: Pick<REST, 'post' | 'patch'>;
  readonly log: Log;
}

type Answer = Reply & { readonly options?: ReplyOptions };

const outdated: Problem = {
  message: 'This button is of an older message, and I no longer know what it meant.',
  remedy: 'Run the command again; /papers help lists them all.',
};

/**
 * Answers interactions: acknowledged before any work, then dispatched, then edited in. Whatever is answered, only the
 * asker sees; a change that concerns everyone in the channel is told there as well.
 */
export function createInteractions({ desk, rest, log }: InteractionsOptions): Interactions {
  const answers = createAnswers(rest);
  const underWay = new Set<Promise<void>>();

  async function answer(interaction: APIInteraction): Promise<void> {
    const asked = readInteraction(interaction);
    switch (asked?.kind) {
      case 'completion':
        return answers.offer(interaction, await desk.complete(asked.request));
      case 'outdated':
        return reply(interaction, 'private', async () => refusal(outdated));
      case 'look-up':
        return reply(interaction, 'private', () =>
          lookUp(desk.dispatch, asked.text, asked.invocation),
        );
      case 'command':
        return command(interaction, asked);
      case undefined:
    }
  }

  async function command(interaction: APIInteraction, asked: AskedCommand): Promise<void> {
    const problem = problemBefore(interaction, asked);
    if (problem !== undefined) {
      return reply(interaction, 'private', async () => refusal(problem));
    }
    const { invocation, grantedAt } = asked;
    const modal = await modalFor(interaction, asked);
    if (modal !== undefined) return answers.ask(interaction, modal);
    if (asked.share) {
      return reply(interaction, 'public', async () =>
        sharedBy(invocation.actor.name, forOthers(await desk.dispatch(invocation))),
      );
    }
    const as = replacesItsMessage(interaction, invocation) ? 'update' : 'private';
    let answered: Reply | undefined;
    await reply(interaction, as, async () => {
      answered = await desk.dispatch(invocation);
      return {
        ...(isElsewhere(interaction, placeOf(invocation, answered))
          ? namingPlace(invocation, answered)
          : answered),
        options: {
          ...(grantedAt !== undefined && { grantedAt }),
          ...(mayBeShared(interaction, invocation, answered) && { share: invocation }),
        },
      };
    });
    if (answered?.visibility === 'public' && interaction.guild_id !== undefined) {
      await answers.followUp(interaction, renderReply(announcement(invocation, answered)));
    }
  }

  /** The modal for what was called with too little; it keeps the channel that it is about. */
  async function modalFor(
    { type }: APIInteraction,
    { invocation, grantedAt }: AskedCommand,
  ): Promise<APIModalInteractionResponseCallbackData | undefined> {
    if (type === InteractionType.ModalSubmit) return undefined;
    const form = await desk.form(invocation);
    if (form === undefined) return undefined;
    const destination = parseAddress(invocation.address);
    const place = destination?.kind === 'channel' ? { channel: destination.channel } : {};
    return renderForm({ ...form, args: { ...form.args, ...place } }, grantedAt);
  }

  /** Acknowledges before any work. What is aside is for the asker's eyes alone. */
  async function reply(
    interaction: APIInteraction,
    as: Visibility,
    work: () => Promise<Answer>,
  ): Promise<void> {
    await answers.acknowledge(interaction, as);
    try {
      const { options, aside = [], ...made } = await work();
      const shown = renderReply(made, as === 'public' ? options : { ...options, aside });
      await answers.edit(interaction, shown, made.file);
    } catch (error) {
      warn(interaction, error);
      const problem = {
        message: 'I could not show the answer here, through a fault of mine.',
        remedy: 'Try again; whoever runs this bot finds the fault in its log.',
      };
      await answers.edit(interaction, renderReply(refusal(problem)));
    }
  }

  function warn({ id, type }: APIInteraction, error: unknown): void {
    log.warn(`interaction ${id} (${InteractionType[type]}): ${String(error)}`);
  }

  return {
    take(interaction) {
      const answering = answer(interaction)
        .catch((error: unknown) => warn(interaction, error))
        .finally(() => underWay.delete(answering));
      underWay.add(answering);
    },
    async idle() {
      await Promise.all(underWay);
    },
  };
}

/** What stands in the way of a command that the command itself cannot know. */
function problemBefore(
  { guild_id: guild }: APIInteraction,
  { invocation: { path, args, actor }, place }: AskedCommand,
): Problem | undefined {
  if (path[0] !== 'digest') return undefined;
  const isCheck = path[1] === 'resume';
  if (guild === undefined && !isCheck) {
    const digest = args.digest === undefined ? '' : ` digest:${args.digest}`;
    return {
      message: 'The digests of a server are managed in that server.',
      remedy: `Run /${path.join(' ')}${digest} there. Here you can follow topics: /papers my follow.`,
    };
  }
  if (!actor.canManage) return undefined;
  const unknown = pingProblem(guild, args);
  if (unknown !== undefined) return unknown;
  if (path[1] !== 'add' || place === undefined) return undefined;
  return channelProblem(place, ', then run the command again') ?? publishProblem(place, args);
}

/** Whoever wants a role to be mentioned is told at once where that would never happen. */
function pingProblem(guild: string | undefined, { ping }: Invocation['args']): Problem | undefined {
  if (ping === undefined || ping.trim().toLowerCase() === 'none') return undefined;
  const role = roleIn(ping);
  if (role !== undefined && role !== guild) return undefined;
  return {
    message: 'ping: I can mention a role of this server, and nothing else.',
    remedy: 'Type @ and pick a role, or give none for nobody.',
  };
}

function publishProblem(
  { name, type }: ChannelRights,
  { publish }: Invocation['args'],
): Problem | undefined {
  if (publish === undefined || publish === 'false' || isAnnouncement(type)) return undefined;
  return {
    message: `#${name} is not an announcement channel: nobody can follow it.`,
    remedy: 'Choose an announcement channel, or leave publish out.',
  };
}

/** Paging and confirming go on in the message that has the button, where only the asker sees it. */
function replacesItsMessage(interaction: APIInteraction, { args }: Invocation): boolean {
  if (interaction.type !== InteractionType.MessageComponent) return false;
  return (
    isEphemeral(interaction.message) && (args.page !== undefined || args.confirm !== undefined)
  );
}

function isElsewhere({ channel }: APIInteraction, address: string): boolean {
  const destination = parseAddress(address);
  return destination?.kind === 'channel' && destination.channel !== channel?.id;
}

/** In a direct message there is nobody to share with. */
function mayBeShared({ guild_id }: APIInteraction, invocation: Invocation, reply: Reply): boolean {
  return guild_id !== undefined && isShareable(invocation, reply);
}

/** The answer for everyone, with who shared it. */
function sharedBy(name: string, reply: Reply): Reply {
  return { ...withLine(reply, [`Shared by ${name}`]), visibility: 'public' };
}
