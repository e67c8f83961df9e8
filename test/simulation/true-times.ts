import { type Delivery, deliveryId } from '../../src/core/delivery.ts';
import { type Paper, titleId } from '../../src/core/paper.ts';
import type { Memory } from '../fakes/memory-store.ts';

/** When things were first written down, by a clock that never jumps: epoch milliseconds. What was there before came at -Infinity. */
export interface TrueTimes {
  /** By its title, as it has no other name as long as its source gives no id. */
  cameAt(paper: Paper): number;
  plannedAt(row: Delivery): number;
}

export function noteTrueTimes({ papers, deliveries }: Memory, elapsed: () => number): TrueTimes {
  const came = new Map<string, number>();
  const planned = new Map<string, number>();
  const setPaper = papers.set.bind(papers);
  const setDelivery = deliveries.set.bind(deliveries);
  papers.set = (id, paper) => {
    const name = titleId(paper.title);
    came.set(name, came.get(name) ?? elapsed());
    return setPaper(id, paper);
  };
  deliveries.set = (id, row) => {
    planned.set(id, planned.get(id) ?? elapsed());
    return setDelivery(id, row);
  };
  return {
    cameAt: ({ title }) => came.get(titleId(title)) ?? Number.NEGATIVE_INFINITY,
    plannedAt: (row) => planned.get(deliveryId(row)) ?? Number.NEGATIVE_INFINITY,
  };
}
