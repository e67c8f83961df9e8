import type { Reply } from '../../../core/invocation.ts';
import { counted } from '../../../core/text/counted.ts';
import type { View } from '../../../core/view.ts';
import { escapeEntities } from './mrkdwn.ts';

type File = NonNullable<Reply['file']>;

/** Of the text of one message as JSON, in UTF-16 units: with all around it, it stays within Slack's limits. */
const roomyJson = 7_500;
const mostParts = 50;

/** A file as messages that say what it is and bring it part by part: files themselves would need one more scope. */
export function fileViews({ name, text }: File): View[] {
  const all = partsOf(text.toWellFormed());
  const parts = all.slice(0, mostParts);
  const rest = parts.length < all.length ? ' The rest would be too much here.' : '';
  const summary = `${name}, in ${counted(parts.length, 'part')}, in the thread.${rest}`;
  return [
    { summary, blocks: [{ kind: 'text', text: [summary] }] },
    ...parts.map((part, index): View => {
      const title = `${name}, part ${index + 1} of ${parts.length}`;
      return {
        summary: title,
        blocks: [
          { kind: 'text', text: [title] },
          { kind: 'code', text: part },
        ],
      };
    }),
  ];
}

/** Lines together, as many as a message can hold. */
function partsOf(text: string): string[] {
  const parts: string[][] = [];
  let room = 0;
  for (const line of text.split('\n').flatMap(brokenLine)) {
    const size = JSON.stringify(escapeEntities(line)).length;
    room -= size;
    if (room < 0) {
      parts.push([]);
      room = roomyJson - size;
    }
    parts.at(-1)?.push(line);
  }
  return parts.map((lines) => lines.join('\n'));
}

function brokenLine(line: string): string[] {
  return line.match(/.{1,500}/gsu) ?? [''];
}
