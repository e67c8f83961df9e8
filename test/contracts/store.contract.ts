import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Delivery } from '../../src/core/delivery.ts';
import { ProblemError } from '../../src/core/problem.ts';
import type { Store } from '../../src/store/store.ts';
import {
  deliveryOf,
  noon,
  sampleFeedMemory,
  samplePaper,
  samplePerson,
  sampleSubscription,
} from '../store/sample-records.ts';

/** Where a store keeps its data: opened again, it has what was stored before. */
export interface StoreHome {
  open(): Promise<Store>;
  remove(): Promise<void>;
}

/** What every store promises. */
export function describeStore(name: string, createHome: () => Promise<StoreHome>): void {
  describe(`the store contract: ${name}`, () => {
    let home: StoreHome;
    let store: Store;

    beforeEach(async () => {
      home = await createHome();
      store = await home.open();
    });

    afterEach(async () => {
      await store.close();
      await home.remove();
    });

    async function reopen(): Promise<void> {
      await store.close();
      store = await home.open();
    }

    test('a new store is empty and has no warnings', async () => {
      expect(await store.papers.all()).toEqual([]);
      expect(await store.subscriptions.all()).toEqual([]);
      expect(await store.people.all()).toEqual([]);
      expect(await store.deliveries.all()).toEqual([]);
      expect(await store.deliveries.unfinished()).toEqual([]);
      expect(await store.deliveries.history()).toEqual([]);
      expect(await store.feeds.all()).toEqual([]);
      expect(store.warnings).toEqual([]);
    });

    test('everything is there, as it was put, after it is opened again', async () => {
      const bare = samplePaper({ id: 'title:bare-1', title: '', sightings: [], links: {} });
      const papers = [samplePaper(), bare];
      await store.papers.put(papers);
      const subscription = await store.subscriptions.add(sampleSubscription());
      await store.people.put(samplePerson());
      const deliveries = Object.values(deliveryOf).map(
        (each, part): Delivery => ({ ...each, part }),
      );
      for (const delivery of deliveries) await store.deliveries.put(delivery);
      await store.deliveries.remember([{ address: 'a', papers: ['p', 'q'] }]);
      await store.feeds.put([sampleFeedMemory()]);
      for (const open of [async () => {}, reopen]) {
        await open();
        expect(await store.papers.all()).toEqual(papers);
        expect(await store.subscriptions.all()).toEqual([subscription]);
        expect(await store.subscriptions.get(subscription.id)).toEqual(subscription);
        expect(await store.people.all()).toEqual([samplePerson()]);
        expect(await store.people.get('terminal:local')).toEqual(samplePerson());
        expect(await store.deliveries.all()).toEqual(deliveries);
        expect(await store.deliveries.history()).toEqual([{ address: 'a', papers: ['p', 'q'] }]);
        expect(await store.feeds.all()).toEqual([sampleFeedMemory()]);
        expect(await store.feeds.get('hugging-face', '2026-03-09')).toEqual(sampleFeedMemory());
        expect(store.warnings).toEqual([]);
      }
    });

    test.each([
      ['control and bidi characters', 'a\u0000b\u202e\u001b[31m\u2028c'],
      ['a lone surrogate', 'a\ud800b'],
      ['a key of the prototype', '__proto__'],
      ['quotes, backslashes and line ends', '"\\\r\n\t'],
      ['characters beyond the basic plane', '𝔸😀'],
      ['a long text', 'x'.repeat(100_000)],
    ])('text stays as it is: %s', async (_name, text) => {
      const paper = samplePaper({ id: text, title: text });
      await store.papers.put([paper]);
      await store.people.put(samplePerson({ id: text }));
      const delivery: Delivery = {
        ...deliveryOf.rendered,
        address: text,
        payload: JSON.parse(`{${JSON.stringify(text)}:1}`),
      };
      await store.deliveries.put(delivery);
      await reopen();
      expect(await store.papers.all()).toEqual([paper]);
      expect(await store.people.get(text)).toEqual(samplePerson({ id: text }));
      expect(await store.deliveries.get(delivery)).toEqual(delivery);
      expect(await store.deliveries.postedAt(text)).toEqual(new Set(delivery.posted));
    });

    test('a stored value can be changed neither through what was put nor through what was got', async () => {
      const authors = ['Ada Example'];
      await store.papers.put([samplePaper({ authors })]);
      expect(() => authors.push('Eve')).toThrow(TypeError);
      const [paper] = await store.papers.all();
      expect(paper?.authors).toEqual(['Ada Example']);
      expect(() => (paper?.authors as string[] | undefined)?.push('Eve')).toThrow(TypeError);
      const all = (await store.papers.all()) as unknown[];
      all.length = 0;
      expect(await store.papers.all()).toHaveLength(1);
      const added = await store.subscriptions.add(sampleSubscription());
      expect(() => {
        (added as { limit: number }).limit = 25;
      }).toThrow(TypeError);
    });

    test('what belongs together is found, in the order in which it came, and after it was opened again', async () => {
      const put = (id: string, address: string, createdBy: string) =>
        store.subscriptions.put({ ...sampleSubscription(), id, address, createdBy });
      await put('d1', 'discord:1/5', 'discord:7');
      await put('d2', 'discord:1/6', 'discord:8');
      await put('d3', 'discord:11/5', 'discord:7');
      await put('d4', 'terminal:local', 'terminal:local');
      await put('d5', 'discord:@7', 'discord:7');
      const rows = [
        { ...deliveryOf.sent, subscription: 'd1', address: 'discord:1/5' },
        { ...deliveryOf.sent, subscription: 'd1', address: 'discord:1/6', part: 1 },
        { ...deliveryOf.sent, subscription: 'd2', address: 'discord:1/6' },
      ];
      await store.deliveries.put(...rows);
      const within = async (realm: string) =>
        (await store.subscriptions.within(realm)).map(({ id }) => id);
      const createdBy = async (actor: string) =>
        (await store.subscriptions.createdBy(actor)).map(({ id }) => id);
      for (const open of [async () => {}, reopen]) {
        await open();
        expect(await within('discord:1/')).toEqual(['d1', 'd2']);
        expect(await within('discord:1/6')).toEqual(['d2']);
        expect(await within('discord:')).toEqual(['d1', 'd2', 'd3', 'd5']);
        expect(await within('terminal:local')).toEqual(['d4']);
        expect(await within('discord:2/')).toEqual([]);
        expect(await createdBy('discord:7')).toEqual(['d1', 'd3', 'd5']);
        expect(await createdBy('discord:9')).toEqual([]);
        expect(await store.deliveries.of('d1')).toEqual(rows.slice(0, 2));
        expect(await store.deliveries.at('discord:1/6')).toEqual(rows.slice(1));
        expect(await store.deliveries.at('discord:2/1')).toEqual([]);
      }
      await store.subscriptions.update('d1', (each) => ({ ...each, createdBy: 'nobody' }));
      await put('d2', 'discord:11/6', 'discord:8');
      await store.subscriptions.remove('d3');
      await store.deliveries.forget('discord:1/6');
      for (const open of [async () => {}, reopen]) {
        await open();
        expect(await within('discord:1/')).toEqual(['d1']);
        expect(await within('discord:11/')).toEqual(['d2']);
        expect(await createdBy('discord:7')).toEqual(['d5']);
        expect(await createdBy('nobody')).toEqual(['d1']);
        expect(await store.deliveries.of('d1')).toEqual(rows.slice(0, 1));
        expect(await store.deliveries.at('discord:1/6')).toEqual([]);
      }
    });

    test('whose creator is owed a notice is known, until it is told', async () => {
      const { id } = await store.subscriptions.add(sampleSubscription());
      await store.subscriptions.add(sampleSubscription());
      const reason = { kind: 'not-permitted', text: 'I may not post there' } as const;
      const refused = { reason, digests: 1 };
      const untold = { since: noon };
      const owed = await store.subscriptions.update(id, (each) => ({
        ...each,
        refused: { ...refused, untold },
      }));
      for (const open of [async () => {}, reopen]) {
        await open();
        expect(await store.subscriptions.untold()).toEqual([owed]);
      }
      await store.subscriptions.update(id, (each) => ({ ...each, refused }));
      for (const open of [async () => {}, reopen]) {
        await open();
        expect(await store.subscriptions.untold()).toEqual([]);
      }
    });

    describe('papers', () => {
      test('a paper put again replaces the one before, wherever its day has moved', async () => {
        await store.papers.put([samplePaper(), samplePaper({ id: 'b' })]);
        const moved = samplePaper({ featuredOn: '2026-05-01', upvotes: 99 });
        await store.papers.put([moved]);
        await reopen();
        expect(await store.papers.all()).toEqual([moved, samplePaper({ id: 'b' })]);
      });

      test('of two of the same id in one call the later counts', async () => {
        const later = samplePaper({ featuredOn: '2025-01-01', upvotes: 7 });
        await store.papers.put([samplePaper(), later]);
        await reopen();
        expect(await store.papers.all()).toEqual([later]);
      });

      test('of several calls at once the last counts, however many papers each has', async () => {
        const many = Array.from({ length: 50 }, (_, index) => samplePaper({ id: `p${index}` }));
        const last = samplePaper({ id: 'p49', upvotes: 7 });
        await Promise.all([
          store.papers.put(many),
          store.papers.put([last]),
          store.papers.remove(['p0']),
        ]);
        expect(await store.papers.all()).toEqual([...many.slice(1, 49), last]);
      });

      test('removed papers are gone, unknown ids are nothing', async () => {
        await store.papers.put([samplePaper(), samplePaper({ id: 'b' })]);
        await store.papers.remove(['b', 'unknown']);
        await store.papers.remove([]);
        await reopen();
        expect(await store.papers.all()).toEqual([samplePaper()]);
      });

      test('a paper without a day is kept too', async () => {
        const { featuredOn: _, publishedAt: __, ...undated } = samplePaper({ id: 'undated' });
        await store.papers.put([undated]);
        await reopen();
        expect(await store.papers.all()).toEqual([undated]);
      });
    });

    describe('subscriptions', () => {
      test('ids count up and are never used again', async () => {
        const ids: string[] = [];
        for (let count = 0; count < 3; count += 1) {
          ids.push((await store.subscriptions.add(sampleSubscription())).id);
        }
        await store.subscriptions.remove('d3');
        await store.subscriptions.remove('d3');
        await reopen();
        ids.push((await store.subscriptions.add(sampleSubscription())).id);
        expect(ids).toEqual(['d1', 'd2', 'd3', 'd4']);
        expect(await store.subscriptions.get('d3')).toBeUndefined();
        expect((await store.subscriptions.all()).map(({ id }) => id)).toEqual(['d1', 'd2', 'd4']);
      });

      test('an id that was put is not given again', async () => {
        await store.subscriptions.put({ ...sampleSubscription(), id: 'd7' });
        await store.subscriptions.put({ ...sampleSubscription(), id: 'd99999999999999999999' });
        await store.subscriptions.remove('d7');
        expect((await store.subscriptions.add(sampleSubscription())).id).toBe('d8');
      });

      test('put replaces', async () => {
        const { id } = await store.subscriptions.add(sampleSubscription());
        const edited = { ...sampleSubscription({ limit: 25 }), id };
        await store.subscriptions.put(edited);
        await reopen();
        expect(await store.subscriptions.all()).toEqual([edited]);
      });

      test('changes made at once are all kept', async () => {
        const { id } = await store.subscriptions.add(sampleSubscription({ limit: 1 }));
        const changes = Array.from({ length: 10 }, () =>
          store.subscriptions.update(id, (current) => ({ ...current, limit: current.limit + 1 })),
        );
        const changed = await Promise.all(changes);
        expect(changed.map((each) => each?.limit)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
        await reopen();
        expect(await store.subscriptions.all()).toEqual([changed.at(-1)]);
      });

      test('nothing is changed where there is none, or into what cannot be stored', async () => {
        expect(await store.subscriptions.update('d9', (current) => current)).toBeUndefined();
        const added = await store.subscriptions.add(sampleSubscription());
        for (const wrong of [{ limit: 99 }, { settledUntil: added.createdAt, limit: 99 }]) {
          const refused = store.subscriptions.update(added.id, (it) => ({ ...it, ...wrong }));
          await expect(refused).rejects.toBeInstanceOf(ProblemError);
        }
        expect(await store.subscriptions.all()).toEqual([added]);
      });

      test('many added at once each have their own id', async () => {
        const added = await Promise.all(
          Array.from({ length: 100 }, () => store.subscriptions.add(sampleSubscription())),
        );
        expect(new Set(added.map(({ id }) => id)).size).toBe(100);
        await reopen();
        expect(await store.subscriptions.all()).toEqual(added);
      });
    });

    test('a person who is removed is forgotten', async () => {
      await store.people.put(samplePerson());
      await store.people.put(samplePerson({ id: 'other' }));
      await store.people.remove('terminal:local');
      await store.people.remove('unknown');
      await reopen();
      expect(await store.people.get('terminal:local')).toBeUndefined();
      expect(await store.people.all()).toEqual([samplePerson({ id: 'other' })]);
    });

    describe('deliveries', () => {
      test.each([
        ['planned', false, true],
        ['rendered', true, true],
        ['sending', true, true],
        ['retry', true, true],
        ['uncertain', true, false],
        ['sent', true, false],
        ['failed', false, false],
        ['skipped', false, false],
      ] as const)(
        '%s: decides its papers %s, unfinished %s',
        async (status, decides, unfinished) => {
          const delivery = deliveryOf[status];
          await store.deliveries.put(delivery);
          for (const open of [async () => {}, reopen]) {
            await open();
            const { posted, passedOver } = delivery;
            expect(await store.deliveries.postedAt(delivery.address)).toEqual(
              new Set(decides ? posted : []),
            );
            expect(await store.deliveries.passedOverBy('d1')).toEqual(
              new Set(decides ? passedOver : []),
            );
            expect(await store.deliveries.unfinished()).toEqual(unfinished ? [delivery] : []);
          }
        },
      );

      test('a delivery is one by subscription, slot and part', async () => {
        await store.deliveries.put(deliveryOf.sending);
        await store.deliveries.put(deliveryOf.sent);
        await store.deliveries.put({ ...deliveryOf.failed, part: 1 });
        expect(await store.deliveries.get(deliveryOf.sent)).toEqual(deliveryOf.sent);
        expect(await store.deliveries.get({ ...deliveryOf.sent, slot: 'other' })).toBeUndefined();
        expect(await store.deliveries.all()).toHaveLength(2);
        expect(await store.deliveries.unfinished()).toEqual([]);
      });

      test('what failed is free again, at its own address only', async () => {
        const other = { ...deliveryOf.sent, subscription: 'd2', posted: ['x'] };
        await store.deliveries.put(deliveryOf.sending);
        await store.deliveries.put(other);
        await store.deliveries.put({ ...other, subscription: 'd3', address: 'slack:T/C' });
        await store.deliveries.put(deliveryOf.failed);
        expect(await store.deliveries.postedAt('terminal:-')).toEqual(new Set(['x']));
        expect(await store.deliveries.postedAt('nowhere:1')).toEqual(new Set());
      });

      test('several are put together or not at all', async () => {
        const parts = [0, 1, 2].map((part) => ({ ...deliveryOf.rendered, part }));
        await store.deliveries.put(...parts);
        const broken = { ...deliveryOf.rendered, part: 4, payload: 1n };
        const refused = store.deliveries.put({ ...deliveryOf.rendered, part: 3 }, broken);
        await expect(refused).rejects.toBeInstanceOf(ProblemError);
        await reopen();
        expect(await store.deliveries.all()).toEqual(parts);
      });

      test('a delivery that moves to another address leaves the first', async () => {
        await store.deliveries.put(deliveryOf.sent);
        await store.deliveries.put({ ...deliveryOf.sent, address: 'slack:T/C' });
        expect(await store.deliveries.postedAt('terminal:-')).toEqual(new Set());
        expect(await store.deliveries.postedAt('slack:T/C')).toEqual(
          new Set(deliveryOf.sent.posted),
        );
      });

      test('what was delivered to an address is forgotten, and nothing else', async () => {
        const other: Delivery = { ...deliveryOf.sent, subscription: 'd2', address: 'slack:T/C' };
        await store.deliveries.put(deliveryOf.sent, { ...deliveryOf.rendered, part: 1 }, other);
        await store.deliveries.remember([{ address: 'terminal:-', papers: ['p'] }]);
        await store.deliveries.forget('terminal:-');
        await store.deliveries.forget('nowhere:1');
        for (const open of [async () => {}, reopen]) {
          await open();
          expect(await store.deliveries.all()).toEqual([other]);
          expect(await store.deliveries.unfinished()).toEqual([]);
          expect(await store.deliveries.history()).toEqual([]);
          expect(await store.deliveries.postedAt('terminal:-')).toEqual(new Set());
          expect(await store.deliveries.passedOverBy('d1')).toEqual(new Set());
          expect(await store.deliveries.postedAt('slack:T/C')).toEqual(new Set(other.posted));
        }
      });

      test('remembered history counts as posted and adds up', async () => {
        await store.deliveries.remember([]);
        await store.deliveries.remember([{ address: 'a', papers: ['p'] }]);
        await store.deliveries.remember([
          { address: 'a', papers: ['q', 'p'] },
          { address: 'b', papers: ['r'] },
        ]);
        await reopen();
        expect(await store.deliveries.postedAt('a')).toEqual(new Set(['p', 'q']));
        expect(await store.deliveries.history()).toEqual([
          { address: 'a', papers: ['p', 'q'] },
          { address: 'b', papers: ['r'] },
        ]);
      });
    });

    test('an installation is one by id, and a removed one is gone', async () => {
      const first = { id: 'first', sealed: 'x', updatedAt: noon };
      const other = { ...first, id: 'other' };
      await store.installations.put(first);
      await store.installations.put(other);
      await store.installations.put({ ...first, sealed: 'y' });
      await store.installations.remove('other');
      await store.installations.remove('nobody');
      for (const open of [async () => {}, reopen]) {
        await open();
        expect(await store.installations.all()).toEqual([{ ...first, sealed: 'y' }]);
        expect(await store.installations.get('first')).toEqual({ ...first, sealed: 'y' });
        expect(await store.installations.get('other')).toBeUndefined();
      }
    });

    test('feed memory is one by feed and key', async () => {
      const first = sampleFeedMemory({ feed: 'a', key: 'b c' });
      const second = sampleFeedMemory({ feed: 'a b', key: 'c' });
      await store.feeds.put([first, second]);
      await store.feeds.put([{ feed: 'a', key: 'b c', fetchedAt: noon }]);
      await store.feeds.put([]);
      await reopen();
      expect(await store.feeds.get('a', 'b c')).toEqual({ feed: 'a', key: 'b c', fetchedAt: noon });
      expect(await store.feeds.get('a b', 'c')).toEqual(second);
      expect(await store.feeds.get('a', 'c')).toBeUndefined();
    });

    test.each<[string, () => Promise<unknown>]>([
      [
        'upvotes that are no number',
        () => store.papers.put([samplePaper({ upvotes: Number.NaN })]),
      ],
      ['a day that is none', () => store.papers.put([samplePaper({ featuredOn: '../../etc' })])],
      ['no id', () => store.people.put(samplePerson({ id: '' }))],
      ['a limit of 26', () => store.subscriptions.add(sampleSubscription({ limit: 26 }))],
      [
        'a payload that is not JSON',
        () => store.deliveries.put({ ...deliveryOf.rendered, payload: 1n }),
      ],
      [
        'a payload that holds itself',
        () => {
          const payload: unknown[] = [];
          payload.push(payload);
          return store.deliveries.put({ ...deliveryOf.rendered, payload });
        },
      ],
      [
        'a payload nested very deep',
        () =>
          store.deliveries.put({
            ...deliveryOf.rendered,
            payload: JSON.parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`),
          }),
      ],
    ])('what could not be read back is refused, alone: %s', async (_name, write) => {
      const good = store.deliveries.put(deliveryOf.sent);
      const refused = expect(write()).rejects.toBeInstanceOf(ProblemError);
      await Promise.all([good, refused]);
      await reopen();
      expect(await store.papers.all()).toEqual([]);
      expect(await store.subscriptions.all()).toEqual([]);
      expect(await store.people.all()).toEqual([]);
      expect(await store.deliveries.all()).toEqual([deliveryOf.sent]);
      expect(store.warnings).toEqual([]);
    });

    test('close waits for writes under way; a closed store writes nothing more', async () => {
      const puts = Array.from({ length: 100 }, (_, part) =>
        store.deliveries.put({ ...deliveryOf.sent, part }),
      );
      await store.close();
      await Promise.all(puts);
      await expect(store.people.put(samplePerson())).rejects.toBeInstanceOf(ProblemError);
      await store.close();
      store = await home.open();
      expect(await store.deliveries.all()).toHaveLength(100);
      expect(await store.people.all()).toEqual([]);
    });
  });
}
