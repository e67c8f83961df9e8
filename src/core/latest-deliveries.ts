import type { Delivery } from './delivery.ts';

/** What became of the last digests, latest first: the parts of one are one delivery, that of the part that fared worst. */
export function latestDeliveries(rows: readonly Delivery[], count: number): Delivery[] {
  const digests = new Map<string, Delivery[]>();
  for (const row of rows) {
    const key = `${row.subscription}/${row.slot}`;
    const parts = digests.get(key);
    if (parts === undefined) digests.set(key, [row]);
    else parts.push(row);
  }
  return [...digests.values()]
    .flatMap(asOne)
    .sort((a, b) => b.updatedAt.localeCompare(a.updatedAt))
    .slice(0, count);
}

function asOne(parts: readonly Delivery[]): Delivery[] {
  const told = parts.find(hasNotEnded) ?? parts.find(hasRemark) ?? parts.find(isFirst) ?? parts[0];
  if (told === undefined) return [];
  return [{ ...told, posted: parts.flatMap(({ posted }) => posted) }];
}

function hasNotEnded({ status }: Delivery): boolean {
  return status !== 'sent' && status !== 'skipped';
}

function hasRemark(delivery: Delivery): boolean {
  return delivery.status === 'sent' && (delivery.mayBeTwice ?? delivery.note) !== undefined;
}

function isFirst({ part }: Delivery): boolean {
  return part === 0;
}
