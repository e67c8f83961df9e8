import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import type { Paper } from '../src/core/paper.ts';
import { createRandom, type Random } from './random.ts';

const recorded = new URL('../../shared/feeds/corpus-100k.jsonl.gz', import.meta.url);

export interface Corpus {
  readonly papers: readonly Paper[];
  /** `real` papers of the recorded corpus, or `generated` ones. */
  readonly kind: 'real' | 'generated';
}

/** So many papers: the first of the recorded corpus where it is there and has enough, else generated ones. */
export async function readCorpus(count: number): Promise<Corpus> {
  const papers = existsSync(recorded) ? await readRecorded(count) : [];
  if (papers.length === count) return { papers, kind: 'real' };
  return { papers: generatePapers(count), kind: 'generated' };
}

async function readRecorded(count: number): Promise<Paper[]> {
  const lines = createInterface({ input: createReadStream(recorded).pipe(createGunzip()) });
  const papers: Paper[] = [];
  for await (const line of lines) {
    if (papers.length >= count) break;
    const { id, ...entry } = JSON.parse(line);
    papers.push({
      ...bare,
      upvotes: papers.length % 97,
      ...entry,
      id: `arxiv:${id}`,
      arrivedAt: entry.publishedAt,
    });
  }
  lines.close();
  return papers;
}

const bare = { keywords: [], categories: [], authors: [], links: {}, sightings: [], comments: 0 };

/** Heaps' law as measured on real papers: so many distinct words by the square root of all words. */
const heaps = 34;
const leastWords = 300;
const firstDay = Date.parse('2012-01-01T00:00:00Z');
const msPerDay = 86_400_000;

/**
 * Papers of invented words, always the same for the same count. Words are drawn by Zipf's law from a vocabulary that grows by
 * Heaps' law, and a title is made of rarer words of its abstract.
 */
export function generatePapers(count: number): Paper[] {
  const random = createRandom(1);
  const words: string[] = [];
  let drawn = 0;
  const draw = (least: number): string => {
    const known = leastWords + heaps * Math.sqrt(drawn);
    drawn += 1;
    const rank = Math.floor(least * (known / least) ** random.share());
    words[rank] ??= inventedWord(rank);
    return words[rank] ?? '';
  };
  return Array.from({ length: count }, (_, index) => {
    const abstract = Array.from({ length: 120 + random.below(140) }, () => draw(1));
    const telling = Array.from({ length: 3 }, () => draw(40));
    abstract.splice(random.below(abstract.length), 0, ...telling);
    const title = [...telling, ...Array.from({ length: 6 }, () => random.pick(abstract))];
    const day = firstDay + Math.floor((index / count) * 5_000) * msPerDay;
    return {
      ...bare,
      id: `arxiv:${1_000 + Math.floor(index / 10_000)}.${`${index % 10_000}`.padStart(5, '0')}`,
      title: title.join(' '),
      abstract: abstract.join(' '),
      authors: [inventedName(random), inventedName(random)],
      categories: [random.pick(['cs.CL', 'cs.LG', 'cs.CV', 'stat.ML'])],
      upvotes: random.below(97),
      publishedAt: new Date(day).toISOString(),
      arrivedAt: new Date(day).toISOString(),
    };
  });
}

const onsets = ['b', 'd', 'f', 'g', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'z', 'st', 'tr'];
const vowels = ['a', 'e', 'i', 'o', 'u', 'ai', 'ou'];

/** A word of its own for every rank, the longer the rarer. */
function inventedWord(rank: number): string {
  let word = '';
  for (let rest = rank; rest > 0 || word === ''; ) {
    word += onsets[rest % onsets.length];
    rest = Math.floor(rest / onsets.length);
    word += vowels[rest % vowels.length];
    rest = Math.floor(rest / vowels.length);
  }
  return `${word}n`;
}

function inventedName(random: Random): string {
  const name = () => {
    const word = inventedWord(random.below(5_000));
    return word.charAt(0).toUpperCase() + word.slice(1);
  };
  return `${name()} ${name()}`;
}
