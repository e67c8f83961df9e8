import type { IncomingPaper } from '../../../src/core/paper.ts';
import type { QueryNode, TextField, TextMatch } from '../../../src/core/query/ast.ts';

/** Query semantics written again, by strings alone, for the words of arbitraries.ts. */
export function naiveMatches(node: QueryNode, paper: IncomingPaper, now: number): boolean {
  switch (node.kind) {
    case 'and':
      return !node.children.some((child) => !naiveMatches(child, paper, now));
    case 'or':
      return node.children.filter((child) => naiveMatches(child, paper, now)).length > 0;
    case 'not':
      return !naiveMatches(node.child, paper, now);
    case 'topic':
      return naiveMatches(node.node, paper, now);
    case 'text':
      return node.field === 'category'
        ? paper.categories.some((category) => inCategory(node.match, category.toLowerCase()))
        : textsOf(paper, node.field).some((text) => inText(node.match, text));
    case 'number': {
      const has = paper[node.field];
      if (has === undefined) return false;
      const sign = has < node.value ? '<' : has > node.value ? '>' : '=';
      return node.comparison.includes(sign);
    }
    case 'id':
      return paper.id === node.id;
    case 'has':
      return Object.keys(paper.links).includes(node.what);
    case 'since': {
      const first = new Date(now - node.days * 86_400_000).toISOString().slice(0, 10);
      return /^\d/.test(paper.featuredOn ?? '') && (paper.featuredOn ?? '') >= first;
    }
  }
}

function textsOf(paper: IncomingPaper, field: TextField | undefined): readonly string[] {
  const texts: Record<string, readonly string[]> = {
    title: [paper.title],
    abstract: [paper.abstract],
    keyword: paper.keywords,
    author: paper.authors,
    org: [paper.organization ?? ''],
  };
  return texts[field ?? ''] ?? [paper.title, paper.abstract, paper.tldr ?? '', ...paper.keywords];
}

function inCategory({ kind, text }: TextMatch, category: string): boolean {
  const typed = text.toLowerCase();
  if (kind === 'prefix') return category.startsWith(typed);
  return category === typed || category.split('.')[0] === typed;
}

/** Whether one way to write the words asked for stands in one way to read the text. */
function inText({ kind, text }: TextMatch, within: string): boolean {
  const asked = [text.replaceAll('-', ' '), text.replaceAll('-', '')].map((way) => way.split(' '));
  return waysToRead(within.split(' ')).some((words) =>
    asked.some((row) =>
      words.some((_, at) =>
        row.every((word, index) => {
          const here = words[at + index];
          const isBegun = kind === 'prefix' && index === row.length - 1;
          if (here === undefined) return false;
          return (
            fold(here) === fold(word) || (isBegun && fold(here).startsWith(word.toLowerCase()))
          );
        }),
      ),
    ),
  );
}

/** Every compound in its parts or as one word. */
function waysToRead([first, ...rest]: readonly string[]): string[][] {
  if (first === undefined) return [[]];
  const ways = [...new Set([first.replaceAll('-', ' '), first.replaceAll('-', '')])];
  return waysToRead(rest).flatMap((tail) => ways.map((way) => [...way.split(' '), ...tail]));
}

function fold(word: string): string {
  return word.toLowerCase().replace(/s$/, '');
}
