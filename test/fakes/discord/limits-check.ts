import { MessageFlags } from 'discord-api-types/v10';
import { checkComponents } from './component-limits.ts';
import { isV2, type LooseEmbed, type MessageBody } from './message-body.ts';
import type { RecordedRequest } from './route.ts';

/** Counted in UTF-16, the larger of the two units that Discord may mean. */
const CONTENT = 2_000;
const EMBEDS = 10;
const EMBED_TOTAL = 6_000;
const EMBED_FIELDS = 25;
const EMBED_TEXT = {
  title: 256,
  description: 4_096,
  'field name': 256,
  'field value': 1_024,
  footer: 2_048,
  author: 256,
} as const;
const NONCE = 25;
const ALLOWED_MENTIONS = 100;

export interface MessageContext {
  /** `channel`: a message of its own. `interaction`: an answer or a follow-up. `edit`: of either. */
  readonly on: 'channel' | 'interaction' | 'edit';
  /** How many files came with it. */
  readonly files: number;
}

const { SuppressEmbeds, Ephemeral, SuppressNotifications, IsComponentsV2 } = MessageFlags;

/** The flags that a bot may set. */
const settable = {
  channel: SuppressEmbeds | SuppressNotifications | IsComponentsV2,
  interaction: SuppressEmbeds | Ephemeral | SuppressNotifications | IsComponentsV2,
  edit: SuppressEmbeds | IsComponentsV2,
} as const satisfies Record<MessageContext['on'], number>;

/** Every rule of a message that Discord's OpenAPI does not have, and our own: `allowed_mentions` is always said. */
export function checkMessage(body: MessageBody, context: MessageContext): string[] {
  const { content, embeds, components, allowed_mentions: allowed, flags, nonce } = body;
  const problems: string[] = [];
  const say = (isWrong: boolean, problem: string) => isWrong && problems.push(problem);
  const hasClassic = Boolean(content) || (embeds ?? []).length > 0;
  const hasNew = hasClassic || (components ?? []).length > 0;

  say(hasLoneSurrogate(body), 'there is half a character');
  say(((flags ?? 0) & ~settable[context.on]) !== 0, `flags ${flags} cannot be set here`);
  say((content ?? '').length > CONTENT, `content has ${content?.length} of ${CONTENT} characters`);
  say(String(nonce ?? '').length > NONCE, `nonce is longer than ${NONCE} characters`);
  say(hasNew && allowed == null, 'allowed_mentions is missing');
  for (const [type, ids] of [
    ['users', allowed?.users],
    ['roles', allowed?.roles],
  ] as const) {
    const isParsed = allowed?.parse?.some((each) => each === type) === true;
    say(isParsed && (ids ?? []).length > 0, `allowed_mentions has ${type} both parsed and listed`);
    say((ids ?? []).length > ALLOWED_MENTIONS, `allowed_mentions lists too many ${type}`);
  }
  const isEmpty =
    !hasNew && context.files === 0 && !body.poll && (body.sticker_ids ?? []).length === 0;
  say(isEmpty && context.on !== 'edit', 'the message is empty');
  if (isV2(body)) {
    const hasOther = Boolean(body.poll) || (body.sticker_ids ?? []).length > 0;
    say(hasClassic || hasOther, 'a V2 message has no content, embeds, stickers or poll');
  }
  const layout = isV2(body) ? 'v2' : context.on === 'edit' ? 'either' : 'classic';
  return [...problems, ...checkEmbeds(embeds ?? []), ...checkComponents(components ?? [], layout)];
}

/** The check of a route that takes a message. */
export function messageCheck(on: MessageContext['on']) {
  return ({ body, files }: Pick<RecordedRequest, 'body' | 'files'>): string[] => [
    ...checkMessage((body ?? {}) as MessageBody, { on, files: files.length }),
    ...checkFiles((body ?? {}) as MessageBody, files),
  ];
}

/** Files are named by components, and of a V2 message nothing else of them is shown. */
function checkFiles(body: MessageBody, files: RecordedRequest['files']): string[] {
  const json = JSON.stringify(body.components ?? []);
  const named = [...json.matchAll(/"attachment:\/\/([^"]*)"/g)].map(([, name = '']) => name);
  const sent = files.map(({ filename }) => filename);
  const unshown = isV2(body) ? sent.filter((name) => !named.includes(name)) : [];
  return [
    ...named.filter((name) => !sent.includes(name)).map((name) => `there is no file ${name}`),
    ...unshown.map((name) => `no component shows the file ${name}`),
  ];
}

function hasLoneSurrogate(value: unknown): boolean {
  if (typeof value === 'string') return !value.isWellFormed();
  return typeof value === 'object' && value !== null && Object.values(value).some(hasLoneSurrogate);
}

function checkEmbeds(embeds: readonly LooseEmbed[]): string[] {
  const problems: string[] = [];
  if (embeds.length > EMBEDS) problems.push(`there are ${embeds.length} of ${EMBEDS} embeds`);
  let total = 0;
  for (const [index, embed] of embeds.entries()) {
    const texts = textsOf(embed);
    for (const [kind, text] of texts) {
      total += text.length;
      const most = EMBED_TEXT[kind];
      if (text.length > most) {
        problems.push(`the ${kind} of embed ${index} has ${text.length} of ${most} characters`);
      }
      if (kind.startsWith('field') && text.trim() === '') problems.push(`a ${kind} is empty`);
    }
    if ((embed.fields ?? []).length > EMBED_FIELDS)
      problems.push(`embed ${index} has too many fields`);
    const hasPicture = Boolean(embed.image) || Boolean(embed.thumbnail);
    const isEmpty = texts.every(([, text]) => text === '') && !hasPicture;
    if (isEmpty) problems.push(`embed ${index} is empty`);
  }
  if (total > EMBED_TOTAL) problems.push(`the embeds have ${total} of ${EMBED_TOTAL} characters`);
  return problems;
}

function textsOf(embed: LooseEmbed): [keyof typeof EMBED_TEXT, string][] {
  return [
    ['title', embed.title ?? ''],
    ['description', embed.description ?? ''],
    ['footer', embed.footer?.text ?? ''],
    ['author', embed.author?.name ?? ''],
    ...(embed.fields ?? []).flatMap(({ name, value }): [keyof typeof EMBED_TEXT, string][] => [
      ['field name', name],
      ['field value', value],
    ]),
  ];
}
