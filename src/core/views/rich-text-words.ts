import { timeText } from '../schedule/time-text.ts';
import type { RichText } from '../view.ts';

/** Rich text as plain text, its times as clocks in their zone show them. */
export function richTextWords(text: RichText): string {
  return text
    .map((inline) => {
      if (typeof inline === 'string') return inline;
      if (inline.kind === 'time') return timeText(inline.at, inline.zone);
      return inline.kind === 'place' ? inline.address : inline.text;
    })
    .join('');
}
