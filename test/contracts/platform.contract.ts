import { setImmediate as soon } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SendOutcome } from '../../src/core/delivery.ts';
import type { Paper } from '../../src/core/paper.ts';
import type { Address } from '../../src/core/subscription.ts';
import { papersIn, type View } from '../../src/core/view.ts';
import type { Platform } from '../../src/platforms/platform.ts';
import { paper } from '../fakes/papers.ts';
import { hostilePaper } from '../platforms/slack/hostile.ts';

/** A platform that is started, and its far end. */
export interface PlatformStage {
  readonly platform: Platform;
  /** Where many read, and it may post. */
  readonly place: Address;
  /** Somebody who can be written to. */
  readonly actor: string;
  /** How often words stand at an address. */
  count(address: Address, words: string): number;
  /** The next request to post breaks off, before it arrives or after. Absent where nothing can break off. */
  breakOff?(when: 'before' | 'after'): void;
  /** Whether the same delivery sent again is recognized. */
  readonly recognizes: boolean;
  /** What `check` must object to. */
  readonly badPlaces: readonly Address[];
  /** What is no address of this platform, or no payload. */
  readonly unreadable: {
    readonly addresses: readonly Address[];
    readonly payloads: readonly unknown[];
  };
  close(): Promise<void>;
}

const delivery = 'd1/2026-03-02T09:00/0';

/** What a store could give back, and no platform has rendered. */
export const noPayloads: readonly unknown[] = [
  undefined,
  null,
  0,
  'text',
  [],
  {},
  { body: 1 },
  { arguments: {} },
];

const hostilePapers = fc
  .array(hostilePaper, { maxLength: 25 })
  .map((papers) =>
    papers.map((paper, index) => ({ ...paper, id: `arxiv:2401.${10_000 + index}` })),
  );

function viewOf(...papers: readonly Paper[]): View {
  return {
    summary: 'A digest.',
    blocks: [
      { kind: 'heading', text: 'Trending papers' },
      { kind: 'text', text: ['All of them'] },
      ...papers.map(
        (each, index) =>
          ({ kind: 'paper', paper: each, place: index + 1, detail: 'card' }) as const,
      ),
      { kind: 'divider' },
      { kind: 'text', text: ['Next: tomorrow'] },
    ],
  };
}

/** What every platform promises. */
export function describePlatform(name: string, open: () => Promise<PlatformStage>): void {
  describe(`the platform contract: ${name}`, () => {
    let stage: PlatformStage;
    let platform: Platform;
    let isStopped: boolean;

    async function stop(): Promise<void> {
      if (!isStopped) await platform.stop();
      isStopped = true;
    }

    beforeEach(async () => {
      stage = await open();
      platform = stage.platform;
      isStopped = false;
    });

    afterEach(async () => {
      await stop();
      await stage.close();
    });

    const occasion = () => ({ address: stage.place, scope: 'channel' }) as const;
    function payloadOf(words: string): unknown {
      return platform.render(viewOf(paper('2401.00001', { title: words })), occasion())[0]?.payload;
    }
    const send = (words: string, id = delivery, replyTo?: string) =>
      platform.send(stage.place, payloadOf(words), id, replyTo);
    const attempt = (words: string, address = stage.place) => ({
      address,
      payload: payloadOf(words),
      deliveryId: delivery,
      firstSentAt: new Date().toISOString(),
    });

    test('renders each paper in exactly one message, as JSON that a store gives back unchanged', () => {
      fc.assert(
        fc.property(
          hostilePapers,
          fc.constantFrom('channel' as const, 'personal' as const),
          (papers, scope) => {
            const view = viewOf(...papers);
            const messages = platform.render(view, { address: stage.place, scope });
            expect(messages.flatMap(({ papers: shown }) => shown)).toEqual(papersIn(view));
            for (const { payload } of messages) {
              const stored = JSON.stringify(payload);
              expect(JSON.stringify(JSON.parse(stored))).toBe(stored);
              expect(JSON.parse(stored)).toEqual(payload);
            }
            expect(platform.render(view, { address: stage.place, scope })).toEqual(messages);
          },
        ),
        { numRuns: 25 },
      );
    });

    test('shows what is sent, where it is sent', async () => {
      expect(await send('kettle')).toMatchObject({ kind: 'sent' });
      expect(stage.count(stage.place, 'kettle')).toBe(1);
      const personal = platform.personalAddress(stage.actor);
      const direct = await platform.send(personal, payloadOf('teapot'), 'd2/slot/0');
      expect(direct).toMatchObject({ kind: 'sent' });
      expect(stage.count(personal, 'teapot')).toBe(1);
    });

    test('a later part follows the first one, and both can be found', async () => {
      const first = await send('kettle');
      const { externalId } = first.kind === 'sent' ? first : {};
      expect(await send('teapot', 'd1/2026-03-02T09:00/1', externalId)).toMatchObject({
        kind: 'sent',
      });
      expect(stage.count(stage.place, 'teapot')).toBe(1);
      const link = externalId && platform.link?.(stage.place, externalId);
      if (link) expect(new URL(link).protocol).toBe('https:');
    });

    test('the same delivery sent again is recognized where that can be', async () => {
      await send('kettle');
      await send('kettle');
      expect(stage.count(stage.place, 'kettle')).toBe(stage.recognizes ? 1 : 2);
    });

    test('what cannot be read is rejected in words, and never throws', async () => {
      const { addresses, payloads } = stage.unreadable;
      const outcomes = await Promise.all([
        ...addresses.map((address) => platform.send(address, payloadOf('kettle'), delivery)),
        ...payloads.map((payload, part) => platform.send(stage.place, payload, `d1/slot/${part}`)),
      ]);
      for (const outcome of outcomes) {
        const pause = { text: expect.stringMatching(/[A-Z].* .* /) };
        expect(outcome).toMatchObject({ kind: 'rejected', pause, detail: expect.any(String) });
      }
    });

    test('finds nothing wrong with a good place, and says the remedy for a bad one', async () => {
      expect(await platform.check?.(stage.place)).toBeUndefined();
      for (const address of stage.badPlaces) {
        const problem = await platform.check?.(address);
        expect(problem, address).toMatchObject({
          message: expect.stringMatching(/\.$/),
          remedy: expect.stringMatching(/\.$/),
        });
      }
    });

    test.each(['before', 'after'] as const)(
      'what breaks off %s it arrives is settled, and shows once',
      { timeout: 30_000 },
      async (when) => {
        if (stage.breakOff === undefined || platform.reconcile === undefined) return;
        stage.breakOff(when);
        const broken = attempt('kettle');
        let outcome = await send('kettle');
        if (outcome.kind === 'uncertain') {
          const settled = await platform.reconcile(broken);
          expect(settled.kind).not.toBe('unknown');
          if (settled.kind === 'repeatable') outcome = await send('kettle');
        }
        expect(outcome.kind).not.toBe('rejected');
        expect(stage.count(stage.place, 'kettle')).toBe(1);
      },
    );

    test('what it knows nothing of is unknown or repeatable, and never throws', {
      timeout: 30_000,
    }, async () => {
      for (const address of [stage.place, ...stage.unreadable.addresses]) {
        const settled = await platform.reconcile?.(attempt('never sent', address));
        expect(settled?.kind ?? 'unknown').toMatch(/unknown|repeatable/);
      }
    });

    test('stopping waits for what is under way, and nothing comes after it', async () => {
      const words = ['one', 'two', 'three'];
      const ended: SendOutcome[] = [];
      for (const [part, word] of words.entries()) {
        void send(word, `d1/slot/${part}`).then((outcome) => ended.push(outcome));
      }
      await stop();
      await soon();
      expect(ended).toHaveLength(words.length);
      const shown = words.reduce((sum, word) => sum + stage.count(stage.place, word), 0);
      expect(ended.filter(({ kind }) => kind === 'sent')).toHaveLength(shown);
    });
  });
}
