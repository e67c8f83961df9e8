import { compareRanked, type RankedDoc } from './ranked-doc.ts';
import type { Segment } from './segment.ts';

/** Keeps the best of the documents that it is offered, in a binary heap whose root is the worst kept. */
export interface Top {
  offer(segment: Segment, doc: number, score: number): void;
  /** What scores less is not kept. */
  least(): number;
  /** What was kept, best first. */
  sorted(): RankedDoc[];
}

export function createTop(size: number): Top {
  const heap: RankedDoc[] = [];
  /** The score and the upvotes of the worst when full: most of what is offered is told by them not to be kept. */
  let least = Number.NEGATIVE_INFINITY;
  let leastUpvotes = Number.NEGATIVE_INFINITY;

  function worseThan(a: RankedDoc | undefined, b: RankedDoc | undefined): boolean {
    return a !== undefined && b !== undefined && compareRanked(a, b) > 0;
  }

  function swap(a: number, b: number): void {
    const [first, second] = [heap[a], heap[b]];
    if (first === undefined || second === undefined) return;
    heap[a] = second;
    heap[b] = first;
  }

  function siftUp(from: number): void {
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >>> 1;
      if (!worseThan(heap[at], heap[parent])) return;
      swap(at, parent);
      at = parent;
    }
  }

  function siftDown(): void {
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      const child = worseThan(heap[left + 1], heap[left]) ? left + 1 : left;
      if (!worseThan(heap[child], heap[at])) return;
      swap(at, child);
      at = child;
    }
  }

  return {
    offer(segment, doc, score) {
      if (score < least || size === 0) return;
      if (score === least && (segment.columns.upvotes[doc] ?? 0) < leastUpvotes) return;
      const item = { segment, doc, score };
      if (heap.length < size) {
        heap.push(item);
        siftUp(heap.length - 1);
      } else if (worseThan(heap[0], item)) {
        heap[0] = item;
        siftDown();
      }
      const worst = heap[0];
      if (heap.length < size || worst === undefined) return;
      least = worst.score;
      leastUpvotes = worst.segment.columns.upvotes[worst.doc] ?? 0;
    },
    least: () => least,
    sorted: () => [...heap].sort(compareRanked),
  };
}
