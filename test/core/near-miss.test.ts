import { describe, expect, test } from 'vitest';
import { answersTo } from '../../src/core/answers.ts';
import type { Digest } from '../../src/core/digest.ts';
import { nearestMiss } from '../../src/core/near-miss.ts';
import type { Paper } from '../../src/core/paper.ts';
import { planDigest } from '../../src/core/plan-digest.ts';
import { parseQuery } from '../../src/core/query/parse.ts';
import { preparePaper } from '../../src/core/query/prepared-paper.ts';
import { paper, subscription } from '../fakes/papers.ts';

const now = Date.parse('2026-03-02T09:00:00Z');

function digestOf(text: string, papers: readonly Paper[]): Digest {
  const query = parseQuery(text);
  if (!query.ok) throw new Error(query.problem.message);
  const all = papers.map((each) => ({ paper: each, at: now - 60_000 }));
  return planDigest({
    subscription: subscription(),
    slot: { local: '2026-03-02T09:00', at: now },
    ...answersTo(query.value.node, all, { prepare: preparePaper, now }),
    arrived: () => all,
    posted: new Set(['arxiv:posted']),
    passedOver: new Set(),
    now,
  });
}

const far = paper('far', { title: 'Agents far', upvotes: 3 });
const near = paper('near', { title: 'Agents near', upvotes: 17 });
const other = paper('other', { title: 'Kettles', upvotes: 90 });

describe('the nearest miss', () => {
  test.each([
    ['agents upvotes>=20', 'Agents near', 'needs 20 upvotes, has 17'],
    ['agents diffusion video', 'Agents far', 'no diffusion; no video'],
    ['kettles upvotes>=100 OR diffusion', 'Kettles', 'needs 100 upvotes, has 90'],
  ])('of %s is %s', (query, title, text) => {
    const nearest = nearestMiss(digestOf(query, [far, near, other]));
    expect(nearest).toMatchObject({ paper: { title }, text });
  });

  test('is none where there is nothing that does not match', () => {
    expect(nearestMiss(digestOf('agents', [paper('posted', { title: 'Agents' })]))).toBeUndefined();
  });
});

describe('what missed a threshold alone', () => {
  test.each([
    ['agents upvotes>=20', ['near', 'far']],
    ['agents (upvotes>=20 OR stars>=5)', ['near', 'far']],
    ['upvotes>=10 upvotes<50', ['other', 'far']],
    ['agents', []],
    ['diffusion upvotes>=20', []],
    ['kettles -upvotes>=20', []],
  ])('for %s is %j, the nearest first', (query, ids) => {
    const { missed = [] } = digestOf(query, [far, near, other]);
    expect(missed.map((each) => each.paper)).toEqual(ids.map((id) => `arxiv:${id}`));
  });

  test('is not told of what came too long ago', () => {
    const query = parseQuery('upvotes>=100');
    if (!query.ok) throw new Error(query.problem.message);
    const came = [
      { paper: far, at: now - 15 * 24 * 3_600_000 },
      { paper: near, at: now - 60_000 },
    ];
    const longAgo = '2026-01-01T00:00:00.000Z';
    const { missed = [] } = planDigest({
      subscription: subscription({ since: longAgo, consideredUntil: longAgo }),
      slot: { local: '2026-03-02T09:00', at: now },
      ...answersTo(query.value.node, came, { prepare: preparePaper, now }),
      arrived: () => came,
      posted: new Set(),
      passedOver: new Set(),
      now,
    });
    expect(missed.map((each) => each.paper)).toEqual(['arxiv:near']);
  });

  test('is told in the past, of 20 papers at most', () => {
    const many = Array.from({ length: 30 }, (_, index) => paper(`${index}`, { upvotes: index }));
    const { missed = [] } = digestOf('upvotes>=100', many);
    expect(missed).toHaveLength(20);
    expect(missed[0]).toEqual({ paper: 'arxiv:29', text: 'needs 100 upvotes, had 29' });
  });
});
