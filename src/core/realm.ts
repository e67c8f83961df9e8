import type { Address } from './subscription.ts';

/** Whether an address belongs to a realm: begins with one that ends in `/` or `:`, or is the one address that the realm names. */
export function isWithin(realm: string, address: Address): boolean {
  return /[/:]$/.test(realm) ? address.startsWith(realm) : address === realm;
}
