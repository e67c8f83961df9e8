import { ApplicationIntegrationType, MessageFlags } from 'discord-api-types/v10';
import { type Answer, noContent, ok, refuse, refuseForm } from './answer.ts';
import { installationOf } from './installation.ts';
import type { Interaction } from './interaction.ts';
import { answerMessage, type InteractionRouteParts } from './interaction-routes.ts';
import { messageCheck } from './limits-check.ts';
import { hasFlag, type MessageBody } from './message-body.ts';
import { editMessage } from './messages.ts';
import type { Route, RouteCall } from './route.ts';
import { removeMessage, type StoredMessage } from './world.ts';

const FOLLOW_UPS_OF_USER_INSTALLS = 5;

/** What follows the first answer: edits of it, and messages after it, by the interaction's token. */
export function webhookRoutes(parts: InteractionRouteParts): Route[] {
  const on = (method: string, handle: (call: RouteCall) => Answer): Route[] =>
    ['@original', ':message'].map((message) => ({
      method,
      pattern: `/webhooks/:application/:token/messages/${message}`,
      isTokenless: true,
      ...(method === 'PATCH' ? { check: messageCheck('edit') } : {}),
      handle,
    }));
  return [
    {
      method: 'POST',
      pattern: '/webhooks/:application/:token',
      isTokenless: true,
      check: messageCheck('interaction'),
      handle: (call) => followUp(parts, call),
    },
    ...on('GET', (call) => withAnswer(parts, call, (_, { api }) => ok(api))),
    ...on('PATCH', (call) =>
      withAnswer(parts, call, (interaction, message) => edit(parts, call, interaction, message)),
    ),
    ...on('DELETE', (call) =>
      withAnswer(parts, call, (interaction, message) => {
        removeMessage(parts.world, message.api.channel_id, message.api.id);
        if (message === interaction.original) interaction.isOriginalDeleted = true;
        interaction.settle();
        return noContent;
      }),
    ),
  ];
}

/** The interaction of a token that still lives and was acknowledged, or why there is none. */
function open(
  { world, interactions, options }: InteractionRouteParts,
  { params, request }: RouteCall,
): { readonly interaction: Interaction } | { readonly refused: Answer } {
  const interaction = interactions.byToken.get(params.token ?? '');
  if (interaction === undefined || params.application !== world.applicationId) {
    return { refused: refuse(10015, 'there is no such interaction') };
  }
  if (interaction.callback === undefined) {
    return { refused: refuse(10015, 'before it was acknowledged') };
  }
  const isAlive = request.at - interaction.sentAt <= options.tokenLifeMs;
  return isAlive ? { interaction } : { refused: refuse(50027, 'after its token had expired') };
}

function withAnswer(
  parts: InteractionRouteParts,
  call: RouteCall,
  use: (interaction: Interaction, message: StoredMessage) => Answer,
): Answer {
  const opened = open(parts, call);
  if ('refused' in opened) return opened.refused;
  const { interaction } = opened;
  const { message: id } = call.params;
  const found =
    id === undefined
      ? interaction.original
      : [interaction.original, ...interaction.followUps].find((each) => each?.api.id === id);
  const isThere =
    found !== undefined && !(found === interaction.original && interaction.isOriginalDeleted);
  return isThere ? use(interaction, found) : refuse(10008);
}

function edit(
  { world }: InteractionRouteParts,
  { request }: RouteCall,
  interaction: Interaction,
  message: StoredMessage,
): Answer {
  const problems = editMessage(world, message, request);
  if (problems.length > 0) return refuseForm(problems);
  interaction.edits.push(message.api);
  interaction.settle();
  return ok(message.api);
}

/** The first follow-up of a deferred answer takes its place, and stays as private as that was. */
function followUp(parts: InteractionRouteParts, call: RouteCall): Answer {
  const opened = open(parts, call);
  if ('refused' in opened) return opened.refused;
  const { interaction } = opened;
  const { original, place } = interaction;
  if (original !== undefined && hasFlag(original.api.flags, MessageFlags.Loading)) {
    return edit(parts, call, interaction, original);
  }
  const isUserInstall =
    installationOf(place).owners[ApplicationIntegrationType.UserInstall] !== undefined;
  if (isUserInstall && interaction.followUps.length >= FOLLOW_UPS_OF_USER_INSTALLS) {
    return refuse(40094, 'more than 5 follow-ups');
  }
  const message = answerMessage(parts.world, interaction, {
    body: (call.request.body ?? {}) as MessageBody,
    isLoading: false,
    files: call.request.files,
  });
  interaction.followUps.push(message);
  interaction.settle();
  return ok(message.api);
}
