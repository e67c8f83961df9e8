import type { ViewOutput } from '@slack/bolt';
import { elementsOf, type FoundElement, findOption } from './elements.ts';

type State = ViewOutput['state'];
type StateValue = State['values'][string][string];

/** What a person fills in: by action id, block id or label. `null` empties a field. */
export type FilledValues = Readonly<Record<string, string | readonly string[] | null>>;

/** The state of a form. Throws where Slack's client would not let the person send it. */
export function filledState(
  blocks: readonly Readonly<Record<string, unknown>>[],
  values: FilledValues,
  isSubmitted: boolean,
): State {
  const all = elementsOf(blocks).filter(({ element }) => !stateless.has(element.type));
  const keys = new Set(
    all.flatMap(({ element, blockId, label }) => [element.action_id, blockId, label]),
  );
  const stray = Object.keys(values).find((key) => !keys.has(key));
  if (stray !== undefined) {
    throw new Error(`no field "${stray}" in the form; there is ${[...keys].join(', ')}`);
  }
  const state: State = { values: {} };
  for (const found of all) {
    const { blockId, element } = found;
    const value = heldBy(found, givenValue(found, values));
    if (isSubmitted) mustBeValid(found, value);
    state.values[blockId] = { ...state.values[blockId], [element.action_id]: value };
  }
  return state;
}

const stateless = new Set([
  'button',
  'overflow',
  'icon_button',
  'feedback_buttons',
  'workflow_button',
]);

function givenValue({ element, blockId, label }: FoundElement, values: FilledValues) {
  const key = [element.action_id, blockId, label ?? ''].find((name) => name in values);
  return key === undefined ? undefined : values[key];
}

type Given = string | readonly string[] | null | undefined;

/** One value, as the element holds it when nothing is changed. */
function heldBy(found: FoundElement, given: Given): StateValue {
  const { element } = found;
  const { type } = element;
  const one = typeof given === 'string' ? given : null;
  const many = Array.isArray(given) ? given : typeof given === 'string' ? [given] : [];
  const pick = <T>(initial: string, picked: T): T =>
    given === undefined ? ((element[initial] as T | undefined) ?? picked) : picked;
  const option = (value: string) => findOption(found, value);
  switch (type) {
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
      return { type, value: pick('initial_value', one === '' ? null : one) };
    case 'static_select':
    case 'radio_buttons':
      return { type, selected_option: pick('initial_option', one === null ? null : option(one)) };
    case 'external_select': {
      const typed =
        one === null ? null : { text: { type: 'plain_text' as const, text: one }, value: one };
      return { type, selected_option: pick('initial_option', typed) };
    }
    case 'checkboxes':
    case 'multi_static_select':
      return { type, selected_options: pick('initial_options', many.map(option)) } as StateValue;
    case 'channels_select':
      return { type, selected_channel: pick('initial_channel', one) };
    case 'conversations_select':
      return { type, selected_conversation: pick('initial_conversation', one) };
    case 'users_select':
      return { type, selected_user: pick('initial_user', one) };
    case 'timepicker':
      return { type, selected_time: pick('initial_time', one) };
    case 'datepicker':
      return { type, selected_date: pick('initial_date', one) };
    default:
      throw new Error(`the fake Slack cannot fill a ${type}`);
  }
}

function mustBeValid({ element, label, isOptional }: FoundElement, value: StateValue): void {
  const { type: _, ...held } = value;
  const content = Object.values(held)[0];
  const isEmpty = content == null || (Array.isArray(content) && content.length === 0);
  const name = label ?? element.action_id;
  if (isEmpty && !isOptional) throw new Error(`Slack's client asks for "${name}" first`);
  const length = typeof content === 'string' ? content.length : 0;
  if (length > Number(element.max_length ?? 3_000)) throw new Error(`"${name}" is too long`);
  if (!isEmpty && length < Number(element.min_length ?? 0))
    throw new Error(`"${name}" is too short`);
}
