import { feedName } from '../feed-name.ts';
import type { Paper } from '../paper.ts';
import { listed } from '../text/listed.ts';
import type { RichText } from '../view.ts';
import { formatDay } from './digest-view.ts';

export interface SeenOptions {
  /** From when digests could have it, epoch milliseconds. */
  readonly countsFrom: number;
  /** The reader's: an IANA name. */
  readonly zone: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** When a paper was first seen and where, and whether the list of its day is complete. */
export function seenText(paper: Paper, { countsFrom, zone, now }: SeenOptions): RichText {
  const { featuredOn, sightings, upvotes } = paper;
  const came = Date.parse(paper.arrivedAt);
  const feeds = listed([...new Set(sightings.map(({ feed }) => feedName(feed)))]);
  const at = { kind: 'time' as const, at: countsFrom, zone };
  return [
    'First seen ',
    { kind: 'time', at: came, zone },
    feeds === '' ? '' : `, at ${feeds}`,
    featuredOn === undefined ? '' : `, on the list of ${formatDay(featuredOn, now)}`,
    ...(countsFrom > now
      ? ['. That list is still growing: as things stand it is complete ', at]
      : countsFrom > came
        ? ['; that list was complete ', at]
        : []),
    `. ▲${upvotes} by now.`,
  ];
}
