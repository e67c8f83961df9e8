import type { IncomingPaper } from '../core/paper.ts';
import { clip } from '../core/text/clip.ts';
import { plainText } from '../core/text/plain-text.ts';
import type { Dropped, Parsed } from './feed.ts';

const longestName = 80;
/** Of one document, so that it fits into memory whatever it holds. */
const mostEntries = 250_000;

/**
 * Reads the entries one after another: those that give a paper are kept, those that give a reason are dropped with it.
 * Ends after 250,000.
 */
export function collectPapers<T>(
  entries: Iterable<T>,
  read: (entry: T, rank: number) => IncomingPaper | string,
  nameOf: (entry: T) => unknown,
): Pick<Parsed, 'papers' | 'dropped'> {
  const papers: IncomingPaper[] = [];
  const dropped: Dropped[] = [];
  let place = 0;
  for (const entry of entries) {
    place += 1;
    if (place > mostEntries) {
      const reason = `it and all that follow are not read: there are more than ${mostEntries}`;
      dropped.push({ entry: entryName(place, nameOf(entry)), reason });
      break;
    }
    const paper = read(entry, place);
    if (typeof paper === 'string') {
      dropped.push({ entry: entryName(place, nameOf(entry)), reason: paper });
    } else {
      papers.push(paper);
    }
  }
  return { papers, dropped };
}

function entryName(place: number, name: unknown): string {
  const known = typeof name === 'string' ? clip(plainText(name), longestName) : '';
  return known === '' ? `entry ${place}` : `entry ${place} (${known})`;
}
