import { arxivIdFault, parseArxivId } from '../core/arxiv-id.ts';
import type { Paper } from '../core/paper.ts';
import { failure, type Problem, type Result, success } from '../core/problem.ts';
import { parseQuery } from '../core/query/parse.ts';
import { clip } from '../core/text/clip.ts';
import { tokenize } from '../core/text/tokenize.ts';
import { shortId } from '../core/views/digest-view.ts';
import type { Services } from './services.ts';

/** The paper that is meant. */
export interface NamedPaper {
  readonly paper: Paper;
  /** Some that the words fit too, but not as well. */
  readonly others: readonly Paper[];
}

export type FoundPaper =
  | ({ readonly kind: 'one' } & NamedPaper)
  /** They fit the words equally well. `query` finds all of them. */
  | { readonly kind: 'several'; readonly papers: readonly Paper[]; readonly query: string }
  | { readonly kind: 'none'; readonly problem: Problem };

/** Titles that are looked at, to see which of them the words fit best. */
const mostTitles = 50;
const mostNamed = 3;
/** UTF-16 units. */
const longestTitle = 80;
/** Hits that come so near to the best one fit as well. */
const alike = 0.95;

/** A paper by its arXiv id in any form, a link, or words of its title. */
export async function findPaper(typed: string, services: Services): Promise<FoundPaper> {
  const { archive } = services;
  const arxivId = parseArxivId(typed);
  const byId = archive.get(arxivId === undefined ? typed : `arxiv:${arxivId}`);
  if (byId !== undefined) return { kind: 'one', paper: byId, others: [] };
  if (arxivId !== undefined) {
    const message = `There is no paper ${arxivId} among those stored.`;
    const remedy = `Read it at https://arxiv.org/abs/${arxivId}, or search by words of its title.`;
    return { kind: 'none', problem: { message, remedy } };
  }
  const words = wordsOf(typed);
  const titled = words.length === 0 ? [] : archive.index.complete(typed, mostTitles);
  const found =
    titled.length > 0
      ? bestOf(
          titled.map((paper) => ({ paper, score: closeness(words, paper.title) })),
          titleQuery(typed),
        )
      : bestOf(await searched(typed, services), typed);
  if (found !== undefined) return found;
  const remedy =
    arxivIdFault(typed) ?? 'Give an arXiv id such as 2401.00001, a link, or words of the title.';
  return { kind: 'none', problem: { message: `No stored paper fits “${typed}”.`, remedy } };
}

/** The one paper that is meant, or the question which. */
export function named(found: FoundPaper, typed: string): Result<NamedPaper> {
  if (found.kind === 'one') return success(found);
  if (found.kind === 'none') return failure(found.problem);
  const { papers, query } = found;
  const [first] = papers;
  const ids = papers.slice(0, mostNamed).map(nameOf).join(', ');
  const all =
    query.length <= longestTitle ? `see them all: /papers search ${query}` : 'another one.';
  const more = papers.length > mostNamed ? `, or ${all}` : '.';
  return failure({
    message: `“${typed}” fits several papers.`,
    remedy: `Name one by its id: ${ids}${more}`,
    ...(first && { suggestion: shortId(first.id) }),
  });
}

/** `2603.00007 (“Agents that knit”)` */
export function nameOf({ id, title }: Paper): string {
  return `${shortId(id)} (“${clip(title, longestTitle)}”)`;
}

interface Ranked {
  readonly paper: Paper;
  readonly score: number;
}

async function searched(typed: string, { archive, now }: Services): Promise<readonly Ranked[]> {
  const query = parseQuery(typed);
  if (!query.ok) return [];
  const options = { sort: 'best', limit: mostNamed + 1, offset: 0, now: now() } as const;
  return (await archive.search(query.value, options)).hits;
}

function bestOf(ranked: readonly Ranked[], query: string): FoundPaper | undefined {
  const [best, ...rest] = [...ranked].sort((a, b) => b.score - a.score);
  if (best === undefined) return undefined;
  const equals = rest.filter(({ score }) => score >= best.score * alike);
  if (equals.length > 0) {
    return { kind: 'several', papers: [best, ...equals].map(({ paper }) => paper), query };
  }
  const others = rest.slice(0, mostNamed).map(({ paper }) => paper);
  return { kind: 'one', paper: best.paper, others };
}

/** `title:small title:talk*` */
function titleQuery(typed: string): string {
  const words = tokenize(typed).filter(({ joined }) => !joined);
  return words
    .map(({ start, end }) => `title:${typed.slice(start, end)}${end === typed.length ? '*' : ''}`)
    .join(' ');
}

/**
 * How near words come to a title that has them all: they are the whole of it; or the last of them is a word of it rather than
 * the beginning of one; or it begins with them.
 */
function closeness(words: readonly string[], title: string): number {
  const own = wordsOf(title);
  const last = words.length - 1;
  const hasWords = words.every((word) => own.includes(word));
  const isBeginning = words.every(
    (word, at) => own[at] === word || (at === last && own[at]?.startsWith(word)),
  );
  if (isBeginning && hasWords && own.length === words.length) return 5;
  return (hasWords ? 3 : 1) + (isBeginning ? 1 : 0);
}

function wordsOf(text: string): readonly string[] {
  return tokenize(text).flatMap(({ term, joined }) => (joined ? [] : [term]));
}
