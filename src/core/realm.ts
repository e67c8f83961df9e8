import type { Address } from './subscription.ts';

/** Whether an address belongs to a realm: begins with one that ends in `/` or `:`, or is the one address that the realm names. */
export function isWithin(realm: string, address: Address): boolean {
  return /[/:]$/.test(realm) ? address.startsWith(realm) : address === realm;
}

/** The server or workspace of an address, as a realm: `discord:1/`; empty where it is in none. */
export function realmOf(address: Address): string {
  return address.slice(0, address.lastIndexOf('/') + 1);
}
