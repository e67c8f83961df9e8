import {
  type APIApplicationCommandOptionChoice,
  type APIInteractionResponse,
  type APIMessage,
  type APIModalInteractionResponseCallbackData,
  type InteractionType,
  MessageFlags,
} from 'discord-api-types/v10';
import { hasFlag } from './message-body.ts';
import type { FakeChannel, FakeUser, StoredMessage } from './world.ts';

/** Where a person stands when they use the bot. */
export interface Place {
  readonly user: FakeUser;
  readonly channel: FakeChannel;
  /** What the person may do there, where it is a guild. */
  readonly permissions: bigint;
}

/** An interaction as the fake keeps it. */
export interface Interaction {
  readonly id: string;
  readonly token: string;
  readonly type: InteractionType;
  readonly place: Place;
  readonly sentAt: number;
  /** The message that its button is on, or whose button opened its modal. */
  readonly source?: StoredMessage;
  callback?: APIInteractionResponse;
  callbackMs?: number;
  settledMs?: number;
  /** What `@original` is. */
  original?: StoredMessage;
  isOriginalDeleted: boolean;
  readonly edits: APIMessage[];
  readonly followUps: StoredMessage[];
  /** The person sees something: whoever waits for that waits no longer. */
  settle(): void;
}

/** What came of an interaction. It goes on to change when the bot answers more. */
export interface InteractionTrace {
  readonly id: string;
  readonly token: string;
  readonly place: Place;
  readonly source?: APIMessage;
  /** The first answer, as it was sent; none when it came too late. */
  readonly callback: APIInteractionResponse | undefined;
  /** From the interaction to its first answer. */
  readonly callbackMs: number | undefined;
  /** From the interaction until the person saw something, a modal and offers included. */
  readonly settledMs: number | undefined;
  /** The message after each edit, in order. */
  readonly edits: readonly APIMessage[];
  readonly followUps: readonly APIMessage[];
  /** What the person sees now: the answer, or the message with the button, or the last follow-up when there is neither. */
  readonly message: APIMessage | undefined;
  readonly isEphemeral: boolean;
  /** `Paperround is thinking…`. */
  readonly isLoading: boolean;
  readonly modal: APIModalInteractionResponseCallbackData | undefined;
  readonly choices: readonly APIApplicationCommandOptionChoice[] | undefined;
}

/** A view of an interaction that shows its newest state. */
export function traceOf(interaction: Interaction): InteractionTrace {
  const shown = () =>
    interaction.original?.api ?? interaction.followUps.at(-1)?.api ?? interaction.source?.api;
  const data = () => {
    const { callback } = interaction;
    return callback !== undefined && 'data' in callback ? callback.data : undefined;
  };
  return {
    id: interaction.id,
    token: interaction.token,
    place: interaction.place,
    ...(interaction.source === undefined ? {} : { source: interaction.source.api }),
    edits: interaction.edits,
    get callback() {
      return interaction.callback;
    },
    get callbackMs() {
      return interaction.callbackMs;
    },
    get settledMs() {
      return interaction.settledMs;
    },
    get followUps() {
      return interaction.followUps.map(({ api }) => api);
    },
    get message() {
      return interaction.isOriginalDeleted ? undefined : shown();
    },
    get isEphemeral() {
      return hasFlag(shown()?.flags, MessageFlags.Ephemeral);
    },
    get isLoading() {
      return hasFlag(shown()?.flags, MessageFlags.Loading);
    },
    get modal() {
      const value = data();
      return value !== undefined && 'title' in value && 'custom_id' in value ? value : undefined;
    },
    get choices() {
      const value = data();
      return value !== undefined && 'choices' in value ? value.choices : undefined;
    },
  };
}
