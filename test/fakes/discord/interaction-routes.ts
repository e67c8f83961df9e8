import {
  type APIInteractionResponse,
  InteractionResponseType,
  InteractionType,
  MessageFlags,
} from 'discord-api-types/v10';
import { type Answer, noContent, ok, refuse, refuseForm } from './answer.ts';
import type { Interaction } from './interaction.ts';
import type { InteractionOptions, Interactions } from './interactions.ts';
import { messageCheck } from './limits-check.ts';
import { hasFlag, type MessageBody } from './message-body.ts';
import { editMessage, storeMessage } from './messages.ts';
import { checkChoices, checkModal } from './modal-limits.ts';
import type { RecordedRequest, Route, RouteCall } from './route.ts';
import type { StoredMessage, World } from './world.ts';

export interface InteractionRouteParts {
  readonly world: World;
  readonly interactions: Interactions;
  readonly options: InteractionOptions;
}

/** `POST /interactions/ID/TOKEN/callback`: the first answer to an interaction. */
export function callbackRoute(parts: InteractionRouteParts): Route {
  return {
    method: 'POST',
    pattern: '/interactions/:interaction/:token/callback',
    isTokenless: true,
    check: checkCallback,
    handle: (call) => callBack(parts, call),
  };
}

function checkCallback({ body, files }: RecordedRequest): readonly string[] {
  const response = (body ?? {}) as APIInteractionResponse;
  switch (response.type) {
    case InteractionResponseType.ChannelMessageWithSource:
      return messageCheck('interaction')({ body: response.data, files });
    case InteractionResponseType.UpdateMessage:
      return messageCheck('edit')({ body: response.data, files });
    case InteractionResponseType.DeferredChannelMessageWithSource: {
      const { flags, ...rest } = response.data ?? {};
      const isPlain = ((flags ?? 0) & ~MessageFlags.Ephemeral) === 0;
      return isPlain && Object.keys(rest).length === 0
        ? []
        : ['A deferred answer can only be ephemeral; everything else belongs to the edit'];
    }
    case InteractionResponseType.ApplicationCommandAutocompleteResult:
      return checkChoices(response.data?.choices ?? []);
    case InteractionResponseType.Modal:
      return checkModal(response.data);
    default:
      return [];
  }
}

function callBack(
  { world, interactions, options }: InteractionRouteParts,
  call: RouteCall,
): Answer {
  const { params, request } = call;
  const interaction = interactions.byToken.get(params.token ?? '');
  if (interaction?.id !== params.interaction || interaction === undefined) {
    return refuse(10062, 'there is no such interaction');
  }
  if (interaction.callback !== undefined) return refuse(40060, 'acknowledged twice');
  const ms = request.at - interaction.sentAt;
  if (ms > options.ackDeadlineMs) return refuse(10062, `acknowledged after ${ms} ms`);
  const response = request.body as APIInteractionResponse;
  if (!answersOf(interaction).includes(response.type)) {
    const [asked, answered] = [
      InteractionType[interaction.type],
      InteractionResponseType[response.type],
    ];
    return refuseForm([`${asked} cannot be answered by ${answered}`]);
  }
  const problems = apply(world, interaction, response, request);
  if (problems.length > 0) return refuseForm(problems);
  interaction.callback = response;
  interaction.callbackMs = ms;
  if (!isDeferral(response)) interaction.settle();
  return request.query.get('with_response') === 'true' ? ok(described(interaction)) : noContent;
}

function isDeferral({ type }: APIInteractionResponse): boolean {
  return (
    type === InteractionResponseType.DeferredChannelMessageWithSource ||
    type === InteractionResponseType.DeferredMessageUpdate
  );
}

/** The kinds of answer that a kind of interaction takes. */
function answersOf({ type, source }: Interaction): readonly InteractionResponseType[] {
  const {
    ChannelMessageWithSource,
    DeferredChannelMessageWithSource,
    DeferredMessageUpdate,
    UpdateMessage,
    ApplicationCommandAutocompleteResult,
    Modal,
  } = InteractionResponseType;
  const messages = [ChannelMessageWithSource, DeferredChannelMessageWithSource];
  const updates = source === undefined ? [] : [DeferredMessageUpdate, UpdateMessage];
  switch (type) {
    case InteractionType.ApplicationCommand:
      return [...messages, Modal];
    case InteractionType.MessageComponent:
      return [...messages, ...updates, Modal];
    case InteractionType.ModalSubmit:
      return [...messages, ...updates];
    case InteractionType.ApplicationCommandAutocomplete:
      return [ApplicationCommandAutocompleteResult];
    default:
      return [InteractionResponseType.Pong];
  }
}

/** Does what the answer says, or gives why it cannot be done. */
function apply(
  world: World,
  interaction: Interaction,
  response: APIInteractionResponse,
  { files }: RecordedRequest,
): readonly string[] {
  const body = ('data' in response ? (response.data ?? {}) : {}) as MessageBody;
  const { source } = interaction;
  switch (response.type) {
    case InteractionResponseType.ChannelMessageWithSource:
    case InteractionResponseType.DeferredChannelMessageWithSource: {
      const isLoading = isDeferral(response);
      interaction.original = answerMessage(world, interaction, { body, isLoading, files });
      return [];
    }
    case InteractionResponseType.UpdateMessage:
    case InteractionResponseType.DeferredMessageUpdate: {
      if (source === undefined) return [];
      interaction.original = source;
      if (isDeferral(response)) return [];
      const problems = editMessage(world, source, { body, files });
      if (problems.length === 0) interaction.edits.push(source.api);
      return problems;
    }
    default:
      return [];
  }
}

interface AnswerParts {
  readonly body: MessageBody;
  readonly isLoading: boolean;
  readonly files: RecordedRequest['files'];
}

/** A message that answers an interaction. An ephemeral one is seen by its person alone. */
export function answerMessage(
  world: World,
  { place }: Interaction,
  { body, isLoading, files }: AnswerParts,
): StoredMessage {
  const isEphemeral = hasFlag(body.flags, MessageFlags.Ephemeral);
  return storeMessage(world, {
    channel: place.channel,
    author: world.bot.api,
    body,
    files,
    interaction: { isLoading, ...(isEphemeral ? { viewer: place.user.api.id } : {}) },
  });
}

/** The body that `with_response=true` asks for. */
function described({ id, type, callback, original }: Interaction) {
  const message = original?.api;
  const interaction = {
    id,
    type,
    ...(message === undefined
      ? {}
      : {
          response_message_id: message.id,
          response_message_loading: hasFlag(message.flags, MessageFlags.Loading),
          response_message_ephemeral: hasFlag(message.flags, MessageFlags.Ephemeral),
        }),
  };
  return {
    interaction,
    ...(message === undefined ? {} : { resource: { type: callback?.type, message } }),
  };
}
