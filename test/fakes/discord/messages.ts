import {
  type APIAttachment,
  type APIEmbed,
  type APIMessage,
  type APIUser,
  ComponentType,
  MessageFlags,
  MessageType,
} from 'discord-api-types/v10';
import { asKept, withoutNulls } from './components.ts';
import { pingsOf } from './mentions.ts';
import { hasFlag, isV2, type MessageBody } from './message-body.ts';
import type { RecordedRequest } from './route.ts';
import type { FakeChannel, StoredMessage, World } from './world.ts';

export interface NewMessage {
  readonly channel: FakeChannel;
  readonly author: APIUser;
  readonly body: MessageBody;
  readonly files?: readonly APIAttachment[];
  /** An answer to an interaction: the one person who sees it, and that there is nothing to see yet. */
  readonly interaction?: { readonly viewer?: string; readonly isLoading: boolean };
}

/** Makes a message and keeps it. A message un-archives its thread. */
export function storeMessage(world: World, message: NewMessage): StoredMessage {
  const { channel, interaction } = message;
  const viewer = interaction?.viewer;
  const stored = {
    api: newMessage(world, message),
    ...(viewer === undefined ? {} : { viewer }),
  };
  const list = world.messages.get(channel.id);
  if (list === undefined) world.messages.set(channel.id, [stored]);
  else list.push(stored);
  channel.archived = false;
  return stored;
}

function newMessage(world: World, message: NewMessage): APIMessage {
  const { channel, author, body, files = [], interaction } = message;
  const flags =
    (body.flags ?? 0) |
    (interaction?.viewer === undefined ? 0 : MessageFlags.Ephemeral) |
    (interaction?.isLoading === true ? MessageFlags.Loading : 0);
  return {
    id: world.snowflake(),
    channel_id: channel.id,
    type: interaction === undefined ? MessageType.Default : MessageType.ChatInputCommand,
    author,
    content: body.content ?? '',
    embeds: embedsOf(body),
    components: componentsOf(body, files),
    attachments: [...files],
    flags,
    ...pingsOf(world, channel.guild, body, interaction !== undefined),
    timestamp: new Date().toISOString(),
    edited_timestamp: null,
    pinned: false,
    tts: false,
    ...(interaction === undefined ? {} : { application_id: world.applicationId }),
    ...(body.nonce == null ? {} : { nonce: body.nonce }),
  };
}

/** Edits a message, or says why that cannot be. */
export function editMessage(
  world: World,
  message: StoredMessage,
  { body, files }: Pick<RecordedRequest, 'body' | 'files'>,
): readonly string[] {
  const after = edited(world, message, (body ?? {}) as MessageBody, files);
  const problems = editProblems(message, after);
  if (problems.length === 0) message.api = after;
  return problems;
}

/** What a message becomes by an edit: what the edit does not name stays. The V2 flag never goes away. */
function edited(
  world: World,
  { api }: StoredMessage,
  body: MessageBody,
  files: readonly APIAttachment[],
): APIMessage {
  const guild = world.channels.get(api.channel_id)?.guild;
  const flags = ((api.flags ?? 0) | (body.flags ?? 0)) & ~MessageFlags.Loading;
  const kept = api.attachments.filter(({ id }) => body.attachments?.some((each) => each.id === id));
  return {
    ...api,
    ...(body.content === undefined ? {} : { content: body.content ?? '' }),
    ...(body.embeds === undefined ? {} : { embeds: embedsOf(body) }),
    ...(body.components === undefined ? {} : { components: componentsOf(body, files) }),
    attachments: [...(body.attachments == null ? api.attachments : kept), ...files],
    flags,
    ...(hasFlag(api.flags, MessageFlags.Loading) ? pingsOf(world, guild, body, true) : {}),
    edited_timestamp: new Date().toISOString(),
  };
}

/** Why an edit gives no message that could have been sent, where that is so. */
function editProblems({ api }: StoredMessage, after: APIMessage): string[] {
  const { components = [] } = after;
  const hasClassicParts = after.content !== '' || after.embeds.length > 0;
  if (isV2(after) && hasClassicParts) {
    return ['A message with the V2 flag has content or embeds; send null for what it had'];
  }
  if (!isV2(after) && components.some(({ type }) => type !== ComponentType.ActionRow)) {
    return ['A message without the V2 flag has V2 components'];
  }
  const isEmpty = !hasClassicParts && components.length === 0 && after.attachments.length === 0;
  return isEmpty && !hasFlag(api.flags, MessageFlags.Loading)
    ? ['The edit empties the message']
    : [];
}

function embedsOf({ embeds }: MessageBody): APIEmbed[] {
  return (embeds ?? []).map((embed) => {
    const fields = embed.fields?.map((field) => ({ inline: false, ...field }));
    const kept = { type: 'rich', ...withoutNulls(embed), ...(fields == null ? {} : { fields }) };
    return kept as APIEmbed;
  });
}

function componentsOf(
  { components }: MessageBody,
  files: readonly APIAttachment[],
): NonNullable<APIMessage['components']> {
  return asKept(components ?? [], files) as unknown as NonNullable<APIMessage['components']>;
}
