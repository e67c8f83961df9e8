import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answersTo } from '../../src/core/answers.ts';
import { createArchive } from '../../src/core/archive.ts';
import { catchUp } from '../../src/core/catch-up.ts';
import { planDigest } from '../../src/core/plan-digest.ts';
import { matches } from '../../src/core/query/match.ts';
import { parseQuery } from '../../src/core/query/parse.ts';
import { paper, subscription } from '../fakes/papers.ts';

describe('what a catch-up holds', () => {
  const now = Date.parse('2026-03-10T12:00:00Z');
  const word = fc.constantFrom('agents', 'diffusion', 'weather', 'roses', 'survey');
  const anyPaper = fc.record({
    title: fc.array(word, { minLength: 1, maxLength: 3 }),
    abstract: fc.array(word, { maxLength: 3 }),
    upvotes: fc.nat(40),
    age: fc.nat(20),
  });
  const archived = fc.array(anyPaper, { maxLength: 25 }).map((given) =>
    given.map(({ title, abstract, upvotes, age }, index) =>
      paper(`2603.${String(index).padStart(5, '0')}`, {
        title: `${title.join(' ')} ${index}`,
        abstract: abstract.join(' '),
        upvotes,
        featuredOn: new Date(now - age * 86_400_000).toISOString().slice(0, 10),
        arrivedAt: '2026-03-09T00:00:00.000Z',
      }),
    ),
  );
  const query = fc.constantFrom(
    'agents',
    'agents diffusion',
    '"agents weather"',
    'agents -survey',
    'title:roses',
    'agents upvotes>=10',
    'diffus*',
  );
  const sort = fc.constantFrom(
    'best' as const,
    'newest' as const,
    'upvotes' as const,
    'trending' as const,
  );

  test('property: what matches and is not older, in the order of a digest of all of it', () => {
    return fc.assert(
      fc.asyncProperty(
        archived,
        query,
        sort,
        fc.integer({ min: 1, max: 20 }),
        fc.nat(10),
        async (papers, text, order, days, first) => {
          const parsed = parseQuery(`(${text}) since:${days}d`);
          const asked = parseQuery(text);
          if (!parsed.ok || !asked.ok) throw new Error(text);
          const archive = createArchive(papers);
          const { prepare } = archive;
          const page = { first, count: 3 };
          const options = { archive, sort: order, days, taste: new Map(), ...page, now };
          const found = await catchUp(asked.value.node, options);
          const wanted = papers.filter((each) => matches(parsed.value.node, prepare(each), now));
          expect(found.total).toBe(wanted.length);
          const arrived = wanted.map((each) => ({ paper: each, at: now - 1 }));
          const digest = planDigest({
            ...answersTo(asked.value.node, arrived, { prepare, now }),
            subscription: subscription({ sort: order, limit: 100 }),
            slot: { local: '2026-03-10T12:00', at: now },
            arrived: () => arrived,
            posted: new Set(),
            passedOver: new Set(),
            now,
          });
          const all = digest.chosen.map((each) => each.paper.id);
          expect(found.papers.map(({ id }) => id)).toEqual(all.slice(first, first + 3));
        },
      ),
    );
  });
});
