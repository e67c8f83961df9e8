import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { IncomingPaper } from '../../../src/core/paper.ts';
import { matches } from '../../../src/core/query/match.ts';
import { parseQuery } from '../../../src/core/query/parse.ts';
import { preparePaper } from '../../../src/core/query/prepared-paper.ts';
import { queryNode } from './arbitraries.ts';
import { naiveMatches } from './naive-match.ts';
import { anyPaper, now, paper } from './papers.ts';

function holds(query: string, known: Partial<IncomingPaper>): boolean {
  const parsed = parseQuery(query);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return matches(parsed.value.node, preparePaper(paper(known)), now);
}

describe('matches', () => {
  test.each<[string, Partial<IncomingPaper>]>([
    ['', {}],
    ['-survey', { title: 'Agents' }],
    ['agents', { title: 'An Agent' }],
    ['agent', { abstract: 'Many agents.' }],
    ['agent', { tldr: 'Agents, briefly.' }],
    ['agent', { keywords: ['language agents'] }],
    ['ai', { title: 'AI for all' }],
    ['diffusion model', { title: 'Models', abstract: 'of diffusion' }],
    ['"diffusion model"', { title: 'Diffusion-Models' }],
    ['pre-training', { title: 'pretraining' }],
    ['pre-training', { title: 'pre training' }],
    ['pretraining', { title: 'Pre-Training' }],
    ['"pre-training data"', { title: 'pretraining data' }],
    ['"pretraining data"', { title: 'pre-training data' }],
    ['state-of-the-art', { title: 'State of the Art' }],
    ['pre-train*', { title: 'pretrained' }],
    ['pretrain*', { title: 'pre-trained' }],
    ['self-superv*', { title: 'self-supervision' }],
    ['models*', { title: 'Models' }],
    ['analysis*', { title: 'Analysis' }],
    ['GPU', { title: 'on two GPUs' }],
    ['naive', { title: 'Naïve Bayes' }],
    ['扩散', { title: '关于扩散模型' }],
    ['author:"ada lovelace"', { authors: ['Ada Lovelace', 'B'] }],
    ['author:lovelace', { authors: ['Lovelace, A.'] }],
    ['org:example', { organization: 'Example University' }],
    ['keyword:"flow matching"', { keywords: ['conditional flow matching'] }],
    ['category:CS.cl', { categories: ['cs.CL'] }],
    ['category:cs', { categories: ['math.AG', 'cs.CL'] }],
    ['category:cs.*', { categories: ['cs.CL'] }],
    ['category:hep-ex', { categories: ['hep-ex'] }],
    ['id:https://arxiv.org/abs/2401.00001v7', {}],
    ['upvotes>=20 upvotes<=20 upvotes=20', { upvotes: 20 }],
    ['stars>=0', { stars: 0 }],
    ['has:code', { links: { code: 'https://example.org' } }],
    ['since:1d', { featuredOn: '2026-03-09' }],
    ['since:1d', { publishedAt: '2026-03-09T00:00:00.000Z' }],
    ['since:1d', { featuredOn: '2026-03-11' }],
  ])('%j takes %j', (query, known) => {
    expect(holds(query, known)).toBe(true);
  });

  test.each<[string, Partial<IncomingPaper>]>([
    ['ai', { title: 'Training' }],
    ['agents -survey', { title: 'Agents', abstract: 'A survey.' }],
    ['"diffusion model"', { title: 'Diffusion of models' }],
    ['"diffusion model"', { title: 'Diffusion', abstract: 'Models' }],
    ['"diffusion model"', { keywords: ['diffusion', 'model'] }],
    ['"tool use"', { title: 'Tool', tldr: 'use' }],
    ['agents', { authors: ['Agent Smith'], organization: 'Agents', categories: ['agent'] }],
    ['title:agents', { abstract: 'agents' }],
    ['author:"lovelace babbage"', { authors: ['Ada Lovelace', 'Babbage'] }],
    ['category:cs', { categories: ['css.XX', 'econ.CS'] }],
    ['category:cs.C', { categories: ['cs.CL'] }],
    ['category:hep', { categories: ['hep-ex'] }],
    ['stars<10', {}],
    ['stars>=0', {}],
    ['since:1d', { featuredOn: '2026-03-08' }],
    ['since:1d', {}],
    ['id:2401.00002', {}],
  ])('%j leaves %j', (query, known) => {
    expect(holds(query, known)).toBe(false);
  });

  test('agrees with a naive matcher', () => {
    fc.assert(
      fc.property(queryNode, anyPaper, (node, each) => {
        expect(matches(node, preparePaper(each), now)).toBe(naiveMatches(node, each, now));
      }),
      { numRuns: 3000 },
    );
  });
});
