import type { Paper } from '../../../src/core/paper.ts';
import type { SearchIndex } from '../../../src/core/search/search-index.ts';
import { runAtOnce } from '../../../src/core/steps.ts';

/** Puts papers into an index, and compacts it, without a pause. */
export function put(index: SearchIndex, papers: readonly Paper[]): void {
  runAtOnce(index.update({ put: papers, removed: [] }));
  runAtOnce(index.compact());
}

export function remove(index: SearchIndex, ids: readonly string[]): void {
  runAtOnce(index.update({ put: [], removed: ids }));
  runAtOnce(index.compact());
}
