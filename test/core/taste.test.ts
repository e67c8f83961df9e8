import { describe, expect, test } from 'vitest';
import { answersTo } from '../../src/core/answers.ts';
import { createArchive } from '../../src/core/archive.ts';
import { planDigest } from '../../src/core/plan-digest.ts';
import { maxTastes, tasteScores, withTaste } from '../../src/core/taste.ts';
import { paper, subscription } from '../fakes/papers.ts';

const at = '2026-03-02T08:00:00.000Z';
const kettles = paper('2601.00001', { title: 'Diffusion models for kettles', upvotes: 4 });
const teapots = paper('2601.00002', { title: 'Diffusion models for teapots', upvotes: 4 });
const robots = paper('2601.00003', { title: 'Robots that fold laundry', upvotes: 5 });
const others = Array.from({ length: 20 }, (_, index) =>
  paper(`2602.${String(index).padStart(5, '0')}`, {
    title: `Robots and laundry ${index}`,
    upvotes: 0,
  }),
);
const archive = createArchive([kettles, teapots, robots, ...others]);

describe('a taste', () => {
  test.each([
    ['more', ['Diffusion models for teapots', 'Robots that fold laundry']],
    ['less', ['Robots that fold laundry', 'Diffusion models for teapots']],
  ] as const)('for %s like one paper moves papers like it', (wants, order) => {
    const news = [teapots, robots].map((each) => ({ paper: each, at: Date.parse(at) }));
    const digest = planDigest({
      subscription: subscription({ scope: 'personal' }),
      slot: { local: '2026-03-02T09:00', at: Date.parse('2026-03-02T09:00:00Z') },
      ...answersTo(undefined, news, {
        prepare: archive.prepare,
        now: Date.parse(at),
      }),
      arrived: () => news,
      posted: new Set(),
      passedOver: new Set(),
      taste: tasteScores([{ paper: kettles.id, wants, at }], archive.index),
      now: Date.parse('2026-03-02T09:00:00Z'),
    });
    expect(digest.chosen.map((each) => each.paper.title)).toEqual(order);
  });

  test('stays within bounds however often it is said, and of papers that are gone says nothing', () => {
    const many = Array.from({ length: 50 }, () => ({
      paper: kettles.id,
      wants: 'more' as const,
      at,
    }));
    for (const score of tasteScores(many, archive.index).values())
      expect(score).toBeLessThanOrEqual(2);
    expect(
      tasteScores([{ paper: 'arxiv:9999.99999', wants: 'more', at }], archive.index).size,
    ).toBe(0);
  });

  test('replaces what was said of the paper before, and old ones make room', () => {
    const once = withTaste([], 'arxiv:1', 'more', at);
    expect(withTaste(once, 'arxiv:1', 'less', at)).toEqual([
      { paper: 'arxiv:1', wants: 'less', at },
    ]);
    expect(withTaste(once, 'arxiv:1', undefined, at)).toEqual([]);
    const full = Array.from({ length: maxTastes }, (_, index) => ({
      paper: `arxiv:${index}`,
      wants: 'more' as const,
      at,
    }));
    expect(withTaste(full, 'arxiv:new', 'more', at)).toHaveLength(maxTastes);
  });
});
