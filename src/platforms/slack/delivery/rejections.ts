import type { SendOutcome } from '../../../core/delivery.ts';
import { type Problem, reasonText } from '../../../core/problem.ts';
import type { Obstacle } from '../../../core/subscription.ts';

type Rejected = Extract<SendOutcome, { kind: 'rejected' }>;

/** Of a workspace that took the app out. */
export const notInstalled: Problem = {
  message: 'The app was taken out of this workspace.',
  remedy: 'Install it again, and the digest goes on.',
};
export const removed = reasonText(notInstalled);

export function workspaceGone(detail: string): Rejected {
  return rejected('destination-gone', removed, detail);
}

/** The workspace is not asked: nothing is there to ask it with. */
export function noToken(): SendOutcome {
  return { ...workspaceGone('no token for the workspace'), isLocal: true };
}

export function notAnAddress(address: string): SendOutcome {
  const text = 'The place of this digest cannot be read. Remove it and set it up again';
  return { ...rejected('unreachable', text, `no address: ${address}`), isLocal: true };
}

export function notAPayload(deliveryId: string): SendOutcome {
  const text = 'This digest was stored in a form that I cannot read';
  const detail = `${deliveryId}: no payload of this version`;
  return { ...rejected('unreachable', text, detail), isLocal: true };
}

/** `not-permitted` only for what `check` sees too: such digests go on by themselves once it sees nothing more. */
export function rejected(kind: Obstacle['kind'], text: string, detail: string): Rejected {
  return { kind: 'rejected', pause: { kind, text }, detail };
}
