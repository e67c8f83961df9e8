import { createHash } from 'node:crypto';

/** What makes a message of a delivery the only one: the same from whichever process it is sent. */
export interface Unique {
  /** At most 25 characters (resources/message). */
  readonly nonce: string;
  readonly enforce_nonce: true;
}

export function uniqueFor(deliveryId: string): Unique {
  const hash = createHash('sha256').update(`discord|${deliveryId}`).digest('base64url');
  return { nonce: hash.slice(0, 25), enforce_nonce: true };
}
