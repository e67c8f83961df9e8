import type { Address } from '../../../core/subscription.ts';
import { parseAddress } from '../address.ts';
import { readExternalId } from './post-message.ts';

/**
 * Opens a message in whatever Slack its reader uses, without asking Slack for a link. Source: Slack's deep links
 * (`app_redirect`); that it goes to the message itself, and not only to its channel, is not in them.
 */
export function messageLink(address: Address, externalId: string): string | undefined {
  const team = parseAddress(address)?.team;
  const { channel, ts } = readExternalId(externalId);
  if (team === undefined || channel === '' || ts === '') return undefined;
  const asked = new URLSearchParams({ team, channel, message_ts: ts });
  return `https://slack.com/app_redirect?${asked}`;
}
