import type {
  ActionsBlock,
  Button,
  ContextBlock,
  HeaderBlock,
  MrkdwnElement,
  PlainTextElement,
  SectionBlock,
} from '@slack/types';
import { clip } from '../../../core/text/clip.ts';
import { visible } from '../../../core/text/visible.ts';
import type { Action } from '../../../core/view.ts';
import { actionId, encodeAction } from './action-value.ts';
import { limits } from './limits.ts';

/** Text in which Slack reads nothing. */
export function plain(text: string, max: number): PlainTextElement {
  return { type: 'plain_text', text: shown(text, max), emoji: false };
}

/** Text that is already mrkdwn; `verbatim`, so that bare names and URLs in it stay words. */
export function mrkdwn(text: string): MrkdwnElement {
  return { type: 'mrkdwn', text, verbatim: true };
}

/** `expand`: never folded behind “see more”. */
export function section(text: string, accessory?: Button): SectionBlock {
  const block: SectionBlock = { type: 'section', text: mrkdwn(text), expand: true };
  return accessory === undefined ? block : { ...block, accessory };
}

/** Small print. */
export function context(text: string): ContextBlock {
  return { type: 'context', elements: [mrkdwn(text)] };
}

/** Undefined where nothing of the text can be seen. */
export function header(text: string): HeaderBlock | undefined {
  const title = plain(text, limits.header);
  return title.text === '' ? undefined : { type: 'header', text: title };
}

/** What a button says, and what it brings back: none where one of them is empty or does not fit. */
export function button(label: string, value: string | undefined, about?: string): Button[] {
  const text = plain(label, limits.buttonText);
  if (value === undefined || text.text === '') return [];
  const spoken = about === undefined ? '' : shown(`${label}: ${about}`, limits.accessibilityLabel);
  return [
    {
      type: 'button',
      action_id: actionId(0),
      text,
      value,
      ...(spoken === '' ? {} : { accessibility_label: spoken }),
    },
  ];
}

/** `about` is what screen readers hear after the label. */
export function actionButtons(actions: readonly Action[], about?: string): Button[] {
  return actions.flatMap((action) =>
    button(action.label, encodeAction(action), about).map((each) =>
      action.style === undefined ? each : { ...each, style: action.style },
    ),
  );
}

/** Rows of five, the ids in each row different. */
export function buttonRows(buttons: readonly Button[]): ActionsBlock[] {
  const starts = buttons.flatMap((_, index) => (index % limits.rowButtons === 0 ? [index] : []));
  return starts.map((start) => ({
    type: 'actions',
    elements: buttons
      .slice(start, start + limits.rowButtons)
      .map((each, index) => ({ ...each, action_id: actionId(index) })),
  }));
}

/** Lines together in as few texts of at most `max` UTF-16 units as their order allows. None is longer itself. */
export function packLines(lines: readonly string[], max: number): string[] {
  const packed: string[] = [];
  for (const line of lines) {
    const last = packed.at(-1);
    if (last !== undefined && last.length + 1 + line.length <= max) {
      packed[packed.length - 1] = `${last}\n${line}`;
    } else {
      packed.push(line);
    }
  }
  return packed;
}

function shown(text: string, max: number): string {
  return clip(visible(text.slice(0, 8 * max)).trim(), max);
}
