import type { InputBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import type { Form, FormField } from '../../../core/form.ts';
import type { View } from '../../../core/view.ts';
import { parseJson } from '../../../lib/parse-json.ts';
import type { Target } from './action-value.ts';
import { plain, section } from './block-pieces.ts';
import { renderBlocks } from './blocks.ts';
import { limits } from './limits.ts';
import { cut, type Size } from './measure.ts';

/** What a view gives back when somebody acts in it, kept in the view itself: where its answer goes. */
export type Metadata = Readonly<Record<string, string>>;

/** A form as it was submitted: the command, its hidden arguments and the typed ones that are not empty. */
export interface SubmittedForm extends Target {
  readonly metadata: Metadata;
  /** The channel that was picked, where the form asks for one. */
  readonly channel?: string;
}

/** Whether a form also asks for a channel, and which one is picked to begin with. */
export interface ChannelQuestion {
  readonly picked?: string;
}

/** The parts of a submitted view that are read. */
export interface ViewState {
  readonly private_metadata: string;
  readonly state: {
    readonly values: Readonly<Record<string, Readonly<Record<string, StateValue>>>>;
  };
}

interface StateValue {
  readonly value?: string | null | undefined;
  readonly selected_conversation?: string | null | undefined;
}

export const formCallbackId = 'paperround-form';

/** What a view may hold. Its texts are not limited together. */
export const viewRoom: Size = {
  blocks: limits.viewBlocks,
  text: Number.POSITIVE_INFINITY,
  json: limits.viewJson,
};

const valueId = 'value';
const channelId = 'paperround-channel';
const texts = z.record(z.string(), z.string());
const formMetadata = z.object({ path: z.array(z.string()), args: texts, metadata: texts });

/** Undefined where the hidden arguments do not fit into a view: the command then has to do without a form. */
export function renderForm(
  form: Form,
  metadata: Metadata,
  channel?: ChannelQuestion,
): ModalView | undefined {
  const hidden = JSON.stringify({ path: form.path, args: form.args, metadata });
  if (hidden.length > limits.privateMetadata) return undefined;
  return {
    type: 'modal',
    callback_id: formCallbackId,
    private_metadata: hidden,
    title: plain(form.title, limits.viewTitle),
    submit: plain('Save', limits.viewTitle),
    close: plain('Cancel', limits.viewTitle),
    blocks: [
      ...(channel === undefined ? [] : [channelBlock(channel)]),
      ...form.fields.map(inputBlock),
    ],
  };
}

/** Undefined where the view is no form of this version. */
export function readForm({ private_metadata, state }: ViewState): SubmittedForm | undefined {
  const hidden = formMetadata.safeParse(parseJson(private_metadata));
  if (!hidden.success) return undefined;
  const { path, args, metadata } = hidden.data;
  const typed = Object.entries(state.values).flatMap(([name, elements]) => {
    const value = elements[valueId]?.value?.trim() ?? '';
    return value === '' ? [] : [[name, value] as const];
  });
  const channel = state.values[channelId]?.[valueId]?.selected_conversation ?? undefined;
  return {
    path,
    args: { ...args, ...Object.fromEntries(typed) },
    metadata,
    ...(channel !== undefined && { channel }),
  };
}

/** What is opened within the three seconds of a trigger and filled by an update. */
export function loadingView(): ModalView {
  return modal([section('One moment …')], {});
}

/** An answer in a modal, such as the details of a paper. */
export function renderModal(view: View, metadata: Metadata = {}): ModalView {
  return modal(cut(renderBlocks(view), viewRoom), metadata);
}

/** What a view of `renderModal` was given; nothing where that cannot be read. */
export function readMetadata(privateMetadata: string): Metadata {
  return texts.safeParse(parseJson(privateMetadata)).data ?? {};
}

function modal(blocks: ModalView['blocks'], metadata: Metadata): ModalView {
  const kept = JSON.stringify(metadata);
  return {
    type: 'modal',
    private_metadata: kept.length <= limits.privateMetadata ? kept : '{}',
    title: plain('Paperround', limits.viewTitle),
    close: plain('Close', limits.viewTitle),
    blocks,
  };
}

function channelBlock({ picked }: ChannelQuestion): InputBlock {
  return {
    type: 'input',
    block_id: channelId,
    label: plain('Channel', limits.inputLabel),
    element: {
      type: 'conversations_select',
      action_id: valueId,
      filter: { include: ['public', 'private'], exclude_bot_users: true },
      ...(picked !== undefined && { initial_conversation: picked }),
    },
  };
}

/** A value that would have to be cut is not shown: left empty, the field changes nothing. */
function inputBlock({
  name,
  label,
  description,
  value,
  required,
  maxLength,
}: FormField): InputBlock {
  const length = Math.min(maxLength, limits.inputLength);
  const initial = value !== undefined && value.length <= length ? value.toWellFormed() : '';
  return {
    type: 'input',
    block_id: name,
    optional: !required,
    label: plain(label, limits.inputLabel),
    hint: plain(description, limits.inputHint),
    element: {
      type: 'plain_text_input',
      action_id: valueId,
      max_length: length,
      ...(initial === '' ? {} : { initial_value: initial }),
    },
  };
}
