import {
  type APIInteraction,
  type APIInteractionResponse,
  type APIModalInteractionResponseCallbackData,
  InteractionResponseType,
  MessageFlags,
  type REST,
  Routes,
} from 'discord.js';
import type { Offer, Reply } from '../../../core/invocation.ts';
import { clip } from '../../../core/text/clip.ts';
import { limits } from '../render/limits.ts';
import { multipart } from './multipart.ts';

/** Discord's code for an interaction that has been acknowledged: a repeated request that had arrived the first time. */
const acknowledgedAlready = 40060;

/** Who sees the answer: the asker alone, everyone, or who sees the message with the button, which it replaces. */
export type Visibility = 'private' | 'public' | 'update';

/** What can be said to an interaction, each by one request. They reject where Discord does not take it. */
export function createAnswers(rest: Pick<REST, 'post' | 'patch'>) {
  async function call({ id, token }: APIInteraction, body: APIInteractionResponse): Promise<void> {
    try {
      await rest.post(Routes.interactionCallback(id, token), { body, auth: false });
    } catch (error) {
      if ((error as { code?: unknown }).code !== acknowledgedAlready) throw error;
    }
  }

  return {
    /** Takes an interaction on; the answer follows by `edit`. */
    acknowledge(interaction: APIInteraction, as: Visibility): Promise<void> {
      if (as === 'update') {
        return call(interaction, { type: InteractionResponseType.DeferredMessageUpdate });
      }
      return call(interaction, {
        type: InteractionResponseType.DeferredChannelMessageWithSource,
        data: as === 'private' ? { flags: MessageFlags.Ephemeral } : {},
      });
    },
    ask(interaction: APIInteraction, data: APIModalInteractionResponseCallbackData): Promise<void> {
      return call(interaction, { type: InteractionResponseType.Modal, data });
    },
    offer(interaction: APIInteraction, offers: readonly Offer[]): Promise<void> {
      const choices = offers
        .filter(({ value }) => value !== '' && value.length <= limits.choiceText)
        .slice(0, limits.commandChoices)
        .map(({ label, value }) => ({ name: clip(label, limits.choiceText) || value, value }));
      return call(interaction, {
        type: InteractionResponseType.ApplicationCommandAutocompleteResult,
        data: { choices },
      });
    },
    async edit(
      { application_id, token }: APIInteraction,
      body: object,
      file?: Reply['file'],
    ): Promise<void> {
      const route = Routes.webhookMessage(application_id, token, '@original');
      const sent = file === undefined ? { body } : await multipart(body, file);
      await rest.patch(route, { ...sent, auth: false });
    },
    async followUp({ application_id, token }: APIInteraction, body: object): Promise<void> {
      await rest.post(Routes.webhook(application_id, token), { body, auth: false });
    },
  };
}
