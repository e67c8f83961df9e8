import type { MessageShortcut } from '@slack/bolt';

const textKeys = new Set(['text', 'url', 'title_link', 'from_url', 'original_url', 'fallback']);
const deepest = 12;

/** The words and links of a message: its text, its blocks and what is attached to it. */
export function textOf({ text, blocks, attachments }: MessageShortcut['message']): string {
  return [text ?? '', ...textsIn([blocks, attachments], deepest)].join('\n');
}

function textsIn(value: unknown, depth: number): string[] {
  if (typeof value !== 'object' || value === null || depth === 0) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    typeof each === 'string' ? (textKeys.has(key) ? [each] : []) : textsIn(each, depth - 1),
  );
}
