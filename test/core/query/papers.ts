import fc from 'fast-check';
import type { IncomingPaper } from '../../../src/core/paper.ts';
import { arxivIds, categories, compound } from './arbitraries.ts';

/** Noon of 10 March 2026, UTC. */
export const now = Date.UTC(2026, 2, 10, 12);

export function paper(known: Partial<IncomingPaper> = {}): IncomingPaper {
  return {
    id: 'arxiv:2401.00001',
    title: '',
    abstract: '',
    authors: [],
    categories: [],
    keywords: [],
    links: {},
    upvotes: 0,
    comments: 0,
    sightings: [],
    ...known,
  };
}

const text = fc.array(compound, { maxLength: 4 }).map((words) => words.join(' '));
const link = fc.constantFrom(undefined, 'https://example.org/');

/** Papers of the words that `queryNode` asks for. */
export const anyPaper: fc.Arbitrary<IncomingPaper> = fc
  .record({
    id: fc.constantFrom(...arxivIds).map((id) => `arxiv:${id}`),
    title: text,
    abstract: text,
    tldr: fc.option(text, { nil: undefined }),
    authors: fc.array(text, { maxLength: 2 }),
    organization: fc.option(text, { nil: undefined }),
    categories: fc.subarray(categories),
    keywords: fc.array(text, { maxLength: 2 }),
    featuredOn: fc.constantFrom(undefined, '2026-03-11', '2026-03-09', '2026-03-07', 'soon'),
    code: link,
    project: link,
    stars: fc.option(fc.nat(4), { nil: undefined }),
    upvotes: fc.nat(4),
    comments: fc.nat(4),
  })
  .map(({ code, project, tldr, organization, featuredOn, stars, ...rest }) =>
    paper({
      ...rest,
      links: { ...(code && { code }), ...(project && { project }) },
      ...(tldr !== undefined && { tldr }),
      ...(organization !== undefined && { organization }),
      ...(featuredOn !== undefined && { featuredOn }),
      ...(stars !== undefined && { stars }),
    }),
  );
