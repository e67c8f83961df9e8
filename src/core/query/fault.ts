import type { Span } from '../problem.ts';

/** What is wrong with a query, and the one edit of its text that would mend it. */
export interface Fault {
  readonly kind: 'fault';
  readonly message: string;
  readonly remedy?: string;
  readonly span: Span;
  readonly repair?: Repair;
}

/** Put `text` in the place of `span`. */
export interface Repair {
  readonly span: Span;
  readonly text: string;
}

/** The text with the edit made, and no more space around it than it needs. */
export function repaired(text: string, { span, text: inserted }: Repair): string {
  const before = text.slice(0, span.start);
  const after = text.slice(span.end);
  const isGap = inserted === '' && /\s$/.test(before);
  return `${before}${inserted}${isGap ? after.trimStart() : after}`.trim();
}

/** A piece of the query in a message: short, on one line. */
export function quoted(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  const points = [...line];
  return `“${points.length > 40 ? `${points.slice(0, 39).join('')}…` : line}”`;
}
