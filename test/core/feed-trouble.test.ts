import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FeedReport, isOutage, troubleAfter } from '../../src/core/feed-trouble.ts';

const well: FeedReport = { reached: true, failures: [], unchanged: 0, papers: 30, dropped: 2 };
const at = (minute: number) => new Date(minute * 60_000).toISOString();

describe('what a read came to', () => {
  test.each<[string, Partial<FeedReport>, string | undefined]>([
    ['all well', {}, undefined],
    ['nothing has changed', { papers: 0, dropped: 0, unchanged: 7 }, undefined],
    ['a part failed, the others were read', { failures: ['HTTP 503.'] }, 'failing'],
    ['most entries were dropped', { papers: 4, dropped: 5 }, 'misshapen'],
    ['half of them were', { papers: 5, dropped: 5 }, undefined],
    ['few entries say nothing', { papers: 0, dropped: 4 }, undefined],
    ['no entries at all', { papers: 0, dropped: 0 }, 'empty'],
    ['a weekday without papers', { emptyDay: '2026-03-03' }, 'empty'],
  ])('%s', (_, given, kind) => {
    expect(troubleAfter(undefined, { ...well, ...given }, at(0))?.kind).toBe(kind);
  });

  test('a trouble goes on under its first time, whatever it changes into', () => {
    const first = troubleAfter(undefined, { ...well, failures: ['cut off'] }, at(0));
    const second = troubleAfter(first, { ...well, papers: 0, dropped: 0 }, at(20));
    expect(second).toMatchObject({ kind: 'empty', since: at(0), reads: 2 });
    expect(troubleAfter(second, well, at(40))).toBeUndefined();
  });
});

describe('an outage', () => {
  test.each([
    [20, 3],
    [5, 7],
    [1_440, 2],
  ])('reading every %i minutes, it is one at the %ith read', (every, expected) => {
    let trouble = troubleAfter(undefined, { ...well, failures: ['down'] }, at(0));
    let reads = 1;
    while (trouble !== undefined && !isOutage(trouble, reads * every * 60_000 - every * 60_000)) {
      trouble = troubleAfter(trouble, { ...well, failures: ['down'] }, at(reads * every));
      reads += 1;
    }
    expect(reads).toBe(expected);
  });

  test('never follows from one read, nor within half an hour', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(200), (minutes, reads) => {
        const trouble = { kind: 'failing', since: at(0), reads, text: '' } as const;
        const expected = reads >= 2 && minutes >= 30;
        expect(isOutage(trouble, minutes * 60_000)).toBe(expected);
      }),
    );
  });
});
