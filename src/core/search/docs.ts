import { addBit, type Bitset, emptyBitset, forEachBit, hasBit } from './bitset.ts';

/** Document numbers, ascending, each once. */
export type Docs = Uint32Array;

export const noDocs: Docs = new Uint32Array();

export function docsOf(bits: Bitset, count: number): Docs {
  const docs = new Uint32Array(count);
  let end = 0;
  forEachBit(bits, (doc) => {
    docs[end++] = doc;
  });
  return docs.subarray(0, end);
}

/** Documents of any list; all below `bound`. */
export function unionOf(lists: readonly Docs[], bound: number): Docs {
  const [first = noDocs, ...rest] = lists.filter(({ length }) => length > 0);
  if (rest.length === 0) return first;
  const bits = emptyBitset(bound);
  let most = 0;
  for (const list of [first, ...rest]) {
    for (let at = 0; at < list.length; at += 1) addBit(bits, list[at] ?? 0);
    most += list.length;
  }
  return docsOf(bits, Math.min(most, bound));
}

/** Documents of `docs` that are not in `others`. */
export function without(docs: Docs, others: Docs): Docs {
  let at = 0;
  return filterDocs(docs, (doc) => {
    while (at < others.length && (others[at] ?? 0) < doc) at += 1;
    return others[at] !== doc;
  });
}

/** Documents of `docs` that are in the set. */
export function within(docs: Docs, bits: Bitset): Docs {
  return filterDocs(docs, (doc) => hasBit(bits, doc));
}

export function filterDocs(docs: Docs, passes: (doc: number) => boolean): Docs {
  const kept = new Uint32Array(docs.length);
  let end = 0;
  for (let at = 0; at < docs.length; at += 1) {
    const doc = docs[at] ?? 0;
    if (passes(doc)) kept[end++] = doc;
  }
  return kept.subarray(0, end);
}
