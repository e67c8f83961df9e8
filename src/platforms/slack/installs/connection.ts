import type { HTTPReceiver, Receiver } from '@slack/bolt';
import type { Problem } from '../../../core/problem.ts';

/** How Slack's events and interactions come in. */
export interface Connection {
  readonly receiver: Receiver;
  readonly installer?: HTTPReceiver['installer'];
  /** Resolves when they come, with words for the operator. Rejects with a ProblemError. */
  open(): Promise<string>;
  close(): Promise<void>;
  /** For how long a socket has been without its connection, milliseconds; 0 while it has it. */
  awayMs(): number;
  /** Why Slack refuses a socket, while it does. */
  awayProblem(): Problem | undefined;
}
