/** Keeps the best of what it is offered, in a binary heap whose root is the worst kept. */
export interface Top<T> {
  offer(item: T): void;
  /** Whether an item would be kept: saves making one that would not. */
  takes(item: T): boolean;
  /** What was kept, best first. */
  sorted(): T[];
}

/** `compare` is negative where its first argument is the better one, and never 0 for two items. */
export function createTop<T>(size: number, compare: (a: T, b: T) => number): Top<T> {
  const heap: T[] = [];

  function worseThan(a: T | undefined, b: T | undefined): boolean {
    return a !== undefined && b !== undefined && compare(a, b) > 0;
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

  function takes(item: T): boolean {
    return heap.length < size || worseThan(heap[0], item);
  }

  return {
    takes,
    offer(item) {
      if (!takes(item)) return;
      if (heap.length < size) {
        heap.push(item);
        siftUp(heap.length - 1);
      } else {
        heap[0] = item;
        siftDown();
      }
    },
    sorted: () => [...heap].sort(compare),
  };
}
