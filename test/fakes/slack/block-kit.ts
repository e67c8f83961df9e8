import { id, plain } from './block-elements.ts';
import { type Surface, surfaces } from './blocks.ts';
import {
  all,
  anything,
  type Check,
  type Fields,
  matching,
  object,
  oneOf,
  repeated,
  type Say,
  string,
  tagged,
  yesOrNo,
} from './check.ts';

/** Numbers about the text of a message, in characters. */
export const TEXT_LIMITS = {
  /** The text that stands for the blocks: longer text is cut somewhere, and cannot be edited. */
  topLevel: 4_000,
  /** Over all blocks. Slack's own number is unpublished: refusals were seen from 11,341 on. */
  blocks: 8_000,
  blocksJson: 11_000,
  slackRefuses: 12_000,
} as const;

/**
 * Where a message goes: `chat` by chat.postMessage, `ephemeral` by postEphemeral or update, `response` to one person
 * by an acknowledgement or a `response_url`, `shared` by a `response_url` to everyone.
 */
export type MessageKind = 'chat' | 'ephemeral' | 'response' | 'shared';

/** What Slack would refuse in the blocks of a message or a view. */
export function checkBlocks(blocks: unknown, surface: Surface = 'message'): string[] {
  return collect(blocksOn(surface), blocks, 'blocks');
}

/** What is wrong with a modal or a Home tab. */
export function checkView(view: unknown): string[] {
  const problems = collect(tagged(views), view, '');
  const size = JSON.stringify(view)?.length ?? 0;
  if (size > 250_000) problems.push(`${size} characters of JSON, at most 250000`);
  return problems;
}

/** What is wrong with a message: what Slack would refuse, and what we hold ourselves to. */
export function checkMessage(message: unknown, kind: MessageKind = 'chat'): string[] {
  const isForAll = kind === 'chat' || kind === 'shared';
  const required: Fields = {
    text: all(string(TEXT_LIMITS.topLevel, 1), pingless),
    ...(isForAll && { unfurl_links: oneOf(false), unfurl_media: oneOf(false) }),
  };
  const shape = object(required, kind === 'chat' || kind === 'ephemeral' ? posted : responded);
  return collect(all(shape, pinglessBlocks, bounded), message, '');
}

/** Characters over all texts in blocks, the words of buttons among them. */
export function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum, item) => sum + textLength(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, each]) =>
      sum + (key === 'text' && typeof each === 'string' ? each.length : textLength(each)),
    0,
  );
}

function collect(check: Check, value: unknown, path: string): string[] {
  const problems: string[] = [];
  const say: Say = (at, problem) => problems.push(at === '' ? problem : `${at}: ${problem}`);
  check(value, path, say);
  return problems;
}

function blocksOn(surface: Surface): Check {
  return all(surfaces[surface], distinctBlocks, oneFocus, fewOfAKind);
}

const distinctBlocks: Check = (value, path, say) => {
  const blocks: readonly unknown[] = Array.isArray(value) ? value : [];
  const ids = blocks.map((block) => (block as { block_id?: unknown } | null)?.block_id);
  const twice = repeated(ids);
  if (twice !== undefined) say(path, `block_id ${twice} stands twice`);
};

const oneFocus: Check = (value, path, say) => {
  const count = (JSON.stringify(value) ?? '').split('"focus_on_load":true').length - 1;
  if (count > 1) say(path, 'more than one element has focus_on_load');
};

const fewOfAKind: Check = (value, path, say) => {
  const blocks: readonly unknown[] = Array.isArray(value) ? value : [];
  const ofKind = (type: string) =>
    blocks.filter((block) => (block as { type?: unknown } | null)?.type === type);
  const tables = ofKind('table').length;
  if (tables > 1) say(path, `${tables} tables, at most 1`);
  const markdown = textLength(ofKind('markdown'));
  if (markdown > 12_000) say(path, `${markdown} characters of markdown, at most 12000`);
};

/** A digest calls nobody. */
const pingless: Check = (value, path, say) => {
  const ping = /<!(channel|here|everyone|subteam)[^>]*>/.exec(
    typeof value === 'string' ? value : '',
  )?.[0];
  if (ping !== undefined) say(path, `calls people by ${ping}`);
};

const pinglessBlocks: Check = (value, _, say) => {
  const { blocks } = (value ?? {}) as { blocks?: unknown };
  if (blocks !== undefined) pingless(JSON.stringify(blocks), 'blocks', say);
};

const bounded: Check = (value, _, say) => {
  const { blocks } = (value ?? {}) as { blocks?: unknown };
  if (blocks === undefined) return;
  const length = textLength(blocks);
  const { length: size } = JSON.stringify(blocks);
  if (length > TEXT_LIMITS.blocks) {
    say('blocks', `${length} characters of text over all blocks, at most ${TEXT_LIMITS.blocks}`);
  }
  if (size > TEXT_LIMITS.blocksJson) {
    say('blocks', `${size} characters of JSON, at most ${TEXT_LIMITS.blocksJson}`);
  }
};

const ts = matching(/^\d+\.\d{6}$/, 'timestamp');

const content: Fields = {
  blocks: blocksOn('message'),
  thread_ts: ts,
  unfurl_links: oneOf(false),
  unfurl_media: oneOf(false),
  mrkdwn: yesOrNo,
};

const posted: Fields = {
  ...content,
  metadata: object({
    event_type: matching(/^\w{1,255}$/, 'event type'),
    event_payload: anything,
  }),
  channel: id,
  user: id,
  ts,
  team_id: id,
  reply_broadcast: yesOrNo,
};

const responded: Fields = {
  ...content,
  response_type: oneOf('ephemeral', 'in_channel'),
  replace_original: yesOrNo,
  delete_original: yesOrNo,
};

const viewCommon: Fields = {
  private_metadata: string(3_000),
  callback_id: id,
  external_id: id,
};

const submitsItsInputs: Check = (value, path, say) => {
  const { blocks, submit } = value as { blocks?: unknown; submit?: unknown };
  const hasInput = Array.isArray(blocks) && blocks.some((block) => block?.type === 'input');
  if (hasInput && submit === undefined) say(path, 'has inputs and no submit');
};

const views: Readonly<Record<string, Check>> = {
  modal: all(
    object(
      { type: oneOf('modal'), title: plain(24), blocks: blocksOn('modal') },
      {
        ...viewCommon,
        submit: plain(24),
        close: plain(24),
        clear_on_close: yesOrNo,
        notify_on_close: yesOrNo,
      },
    ),
    submitsItsInputs,
  ),
  home: object({ type: oneOf('home'), blocks: blocksOn('home') }, viewCommon),
};
