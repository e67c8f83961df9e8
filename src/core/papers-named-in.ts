import { parseArxivId } from './arxiv-id.ts';

const mostPapers = 3;
const mostCharacters = 20_000;

/** The bare arXiv ids of the papers that a text links to or names, in order: at most three. Not every DOI is arXiv's. */
export function papersNamedIn(text: string): readonly string[] {
  const words = text.slice(0, mostCharacters).split(/[\s<>()[\]|"'`,;]+/);
  const ids = words.flatMap((word) => {
    const trimmed = word.replace(/[.:!?*_~]+$/, '').replace(/^[*_~]+/, '');
    return parseArxivId(trimmed) ?? [];
  });
  return [...new Set(ids)].slice(0, mostPapers);
}
