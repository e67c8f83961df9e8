import { type Delivery, deliveryId } from '../../src/core/delivery.ts';
import type { StoreDump } from '../../src/store/store.ts';
import type { Place, Shown } from './side.ts';

/** What people see against what the ledger says: one line for each thing that is not as promised. */
export function shownBreaches(places: readonly Place[], { deliveries }: StoreDump): string[] {
  return places.flatMap((place) => {
    const shown = place.shown();
    const rows = new Map(
      deliveries
        .filter(({ address }) => address === place.address)
        .map((row) => [place.markOf(deliveryId(row)), row] as const),
    );
    return [
      ...shown.flatMap((message) => notInLedger(place, rows.get(message.mark), message)),
      ...seenTwice(place, shown, rows),
      ...[...rows.values()].flatMap((row) => [
        ...notShown(place, row, shown),
        ...inDoubtForNothing(place, row),
      ]),
    ];
  });
}

function notInLedger({ address }: Place, row: Delivery | undefined, { mark }: Shown): string[] {
  if (row === undefined) return [`${address}: a message of ${mark}, which is not in the ledger`];
  const isHeld = row.status === 'uncertain' && row.held === true;
  if (row.status === 'sent' || isHeld) return [];
  return [`${address}: ${deliveryId(row)} is shown, and the ledger says ${row.status}`];
}

/** What the ledger says was sent has to be there. */
function notShown({ address, markOf }: Place, row: Delivery, shown: readonly Shown[]): string[] {
  if (row.status !== 'sent') return [];
  const mark = markOf(deliveryId(row));
  const isThere = shown.some((each) => each.mark === mark && each.externalId === row.externalId);
  return isThere ? [] : [`${address}: ${deliveryId(row)} is not shown, and the ledger says sent`];
}

/** A mark where the platform can tell what became of a message. */
function inDoubtForNothing({ address, canTell }: Place, row: Delivery): string[] {
  const isMarked = 'mayBeTwice' in row || row.status === 'uncertain';
  return canTell && isMarked
    ? [`${address}: ${deliveryId(row)} is marked, and Slack or Discord can tell`]
    : [];
}

/** A message or a paper that is there twice, and is not marked so where nobody can tell. */
function seenTwice(
  { address, canTell }: Place,
  shown: readonly Shown[],
  rows: ReadonlyMap<string, Delivery>,
): string[] {
  const isMarked = (mark: string): boolean => {
    const row = rows.get(mark);
    return !canTell && row !== undefined && 'mayBeTwice' in row && row.mayBeTwice === true;
  };
  const first = new Map<string, Shown>();
  return shown.flatMap((message) => {
    const things = [`message ${message.mark}`, ...message.papers];
    return things.flatMap((thing) => {
      const earlier = first.get(thing);
      first.set(thing, message);
      if (earlier === undefined || (earlier.mark === message.mark && isMarked(message.mark)))
        return [];
      return [`${address}: ${thing} is shown twice: by ${earlier.mark} and ${message.mark}`];
    });
  });
}
