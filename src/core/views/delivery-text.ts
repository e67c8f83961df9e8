import type { Delivery } from '../delivery.ts';
import { timeText } from '../schedule/time-text.ts';
import { counted } from '../text/counted.ts';

/** When something last became of a delivery, and what: `Tue 24 Nov 2026, 09:00 (Berlin): posted 5 papers`. */
export function deliveryText(delivery: Delivery, zone: string): string {
  return `${timeText(Date.parse(delivery.updatedAt), zone)}: ${outcomeText(delivery)}`;
}

/** What became of a delivery: `posted 5 papers`. */
export function outcomeText(delivery: Delivery): string {
  switch (delivery.status) {
    case 'sent': {
      const { silence, posted, mayBeTwice, note } = delivery;
      const said =
        silence === undefined ? `posted ${counted(posted.length, 'paper')}` : `said: ${silence}`;
      const twice = mayBeTwice
        ? 'perhaps twice, as nobody could tell whether it had arrived'
        : undefined;
      return [said, twice, note].filter((text) => text !== undefined).join('; ');
    }
    case 'skipped':
      return `posted nothing: ${delivery.reason.charAt(0).toLowerCase()}${delivery.reason.slice(1)}`;
    case 'failed':
      return `failed: ${delivery.detail}`;
    case 'retry':
      return `failed, will try again: ${delivery.detail}`;
    case 'uncertain':
      return delivery.held
        ? `perhaps posted, and not sent again: ${delivery.detail}`
        : `perhaps posted, being looked for: ${delivery.detail}`;
    case 'planned':
    case 'rendered':
    case 'sending':
      return 'under way';
  }
}
