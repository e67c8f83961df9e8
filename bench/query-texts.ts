import type { Paper } from '../src/core/paper.ts';
import { tokenize } from '../src/core/text/tokenize.ts';
import { createRandom, type Random } from './random.ts';

/** `popular`: many people ask for the same few things, by Zipf's law. `distinct`: no two queries are the same. */
export type QueryMix = 'popular' | 'distinct';

/** So many things there are to ask for, where many ask for the same. */
const popularSubjects = 5_000;

/** Queries such as people write, about what the titles of these papers are about. */
export function queryTexts(papers: readonly Paper[], count: number, mix: QueryMix): string[] {
  const random = createRandom(7);
  const subjects = papers.map(({ title }) => contentWords(title)).filter((words) => words[2]);
  const popular = subjects.slice(0, popularSubjects);
  const seen = new Set<string>();
  const texts: string[] = [];
  while (texts.length < count) {
    const words =
      mix === 'popular'
        ? popular[Math.floor(popular.length ** random.share()) - 1]
        : Array.from({ length: 3 }, () => random.pick(random.pick(subjects)));
    const bar = mix === 'popular' ? random.pick([5, 10, 20, 50]) : random.below(200);
    const text = queryAbout(words ?? [], bar, random);
    if (mix === 'distinct' && seen.has(text)) continue;
    seen.add(text);
    texts.push(text);
  }
  return texts;
}

/** Queries of the same shapes that no paper can match which has no word that begins like one of `missing`. */
export function unmatchedTexts(
  missing: readonly string[],
  common: readonly string[],
  count: number,
): string[] {
  const random = createRandom(11);
  return Array.from({ length: count }, () => {
    const words = [random.pick(missing), random.pick(missing), random.pick(common)];
    return queryAbout(words, random.below(200), random);
  });
}

/** Every shape needs the first word or the second. */
function queryAbout([a = '', b = '', c = '']: readonly string[], bar: number, random: Random) {
  return random.pick([
    a,
    a,
    `${a} ${b}`,
    `${a} ${c}`,
    `"${a} ${b}"`,
    `"${a} ${b}" OR ${b} -${c}`,
    `title:${a}`,
    `title:${a} upvotes>=${bar}`,
    `${a} ${c} upvotes>=${bar}`,
    `${a.slice(0, 5)}*`,
    `(${a} OR ${b}) -${c}`,
    `(${a} OR title:${b}) category:cs.LG`,
  ]);
}

/** The plain words of a text that have five letters or more, folded. */
export function contentWords(text: string): string[] {
  return tokenize(text)
    .map(({ term }) => term)
    .filter((term) => /^[a-z]{5,}$/.test(term));
}
