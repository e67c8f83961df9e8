import { expect, test } from 'vitest';
import { createArchive } from '../../src/core/archive.ts';
import { createDigestService } from '../../src/digests/digest-service.ts';
import { paper, subscription } from '../fakes/papers.ts';

const now = Date.parse('2026-03-02T09:00:00Z');
const slot = { local: '2026-03-02T09:00', at: now };
const papers = Array.from({ length: 6_000 }, (_, index) =>
  paper(`2603.${10_000 + index}`, { title: `Kettle ${index}`, abstract: '' }),
);

test.each(['preview', 'upcoming'] as const)(
  'others have their turn between any two papers that a %s looks at',
  async (what) => {
    const archive = createArchive(papers);
    let looks = 0;
    let longest = 0;
    const planning = {
      store: {
        deliveries: {
          postedAt: async () => new Set<string>(),
          passedOverBy: async () => new Set(),
        },
        people: {},
        subscriptions: {},
      } as never,
      archive: {
        ...archive,
        prepare(each: Parameters<typeof archive.prepare>[0]) {
          looks += 1;
          longest = Math.max(longest, looks);
          return archive.prepare(each);
        },
      },
      topics: new Map(),
      now: () => now,
      async giveWay() {
        looks = 0;
      },
    };
    const { preview, upcoming } = createDigestService(planning, {} as never);
    const asked = subscription({ queries: ['kettle'], limit: 5 });
    const digest = await (what === 'preview' ? preview : upcoming)(asked, slot);
    expect(digest.chosen).toHaveLength(5);
    // The words of those that are chosen are looked up once more, to tell why.
    expect(longest).toBeLessThanOrEqual(6);
  },
);
