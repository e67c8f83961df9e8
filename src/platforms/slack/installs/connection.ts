import type { HTTPReceiver, Receiver } from '@slack/bolt';

/** How Slack's events and interactions come in. */
export interface Connection {
  readonly receiver: Receiver;
  readonly installer?: HTTPReceiver['installer'];
  /** Resolves when they come, with words for the operator. Rejects with a ProblemError. */
  open(): Promise<string>;
  close(): Promise<void>;
  /** For how long a socket has been without its connection, milliseconds; 0 while it has it. */
  awayMs(): number;
}
