import { describe, expect, test } from 'vitest';
import type { ChosenPaper, LeftOutPaper } from '../../../src/core/digest.ts';
import { type PauseReason, paused } from '../../../src/core/subscription.ts';
import { digestView } from '../../../src/core/views/digest-view.ts';
import { digest } from '../../fakes/digest.ts';
import { paper, subscription } from '../../fakes/papers.ts';
import { viewLines } from '../../fakes/view-lines.ts';

const zoned = subscription({
  schedule: { kind: 'weekly', days: ['mon'], times: ['09:00'], zone: 'Europe/Berlin' },
});
const slot = { local: '2026-03-02T09:00', at: Date.parse('2026-03-02T08:00:00Z') };

function chosen(id: string, rose = false): ChosenPaper {
  return { paper: paper(id), rose };
}

/** The blocks of a digest as lines. */
function lines(given: Parameters<typeof digest>[0]): string[] {
  return viewLines(digestView(digest({ subscription: zoned, slot, ...given })));
}

describe('a digest', () => {
  test('says when its papers were read, in the zone of its schedule', () => {
    const [, today] = lines({ asOf: Date.parse('2026-03-02T07:45:00Z') });
    expect(today).toBe('every paper · 0 of 0 matching, 0 considered · as of 08:45 (Berlin)');
    const [, before] = lines({ asOf: Date.parse('2026-03-01T19:10:00Z') });
    expect(before).toMatch(/ · as of Sun 1 Mar 2026, 20:10 \(Berlin\)$/);
    expect(lines({})[1]).not.toMatch(/as of/);
  });

  test('of one’s own says how many papers there are', () => {
    const own = { subscription: { ...zoned, scope: 'personal' as const } };
    expect(lines({ ...own, chosen: [chosen('1')] })[0]).toBe('# 1 paper for you · Mon 2 Mar');
    expect(lines(own)[0]).toBe('# Trending papers · Mon 2 Mar');
  });

  test('has what rose in a section of its own after the new papers, numbered on', () => {
    expect(lines({ chosen: [chosen('1'), chosen('2', true), chosen('3', true)] })).toEqual([
      '# Trending papers · Mon 2 Mar',
      'every paper · 3 of 3 matching, 3 considered',
      '1 Paper 1',
      '# Rose since',
      '2 Paper 2',
      '3 Paper 3',
      `Change it with /digest edit ${zoned.id}`,
    ]);
    expect(lines({ chosen: [chosen('1', true)] })).toContain('# Rose since');
    expect(lines({ chosen: [chosen('1')] })).not.toContain('# Rose since');
  });
});

describe('digests that show the same papers in the same words', () => {
  const why = { matched: true, reasons: [], distance: 0 };
  const some = [{ ...chosen('1'), why }, chosen('2')];
  const bodyOf = (given: Parameters<typeof digest>[0]) => {
    const { blocks } = digestView(digest({ subscription: zoned, slot, chosen: some, ...given }));
    return blocks.slice(
      0,
      blocks.findIndex(({ kind }) => kind === 'divider'),
    );
  };
  const body = bodyOf({});

  test('have their bodies in common, whoever they are for', () => {
    const other = bodyOf({ subscription: { ...zoned, id: 'd99', address: 'terminal:other' } });
    expect(other.every((block, index) => block === body[index])).toBe(true);
    expect(other).toHaveLength(body.length);
  });

  test.each<[string, Parameters<typeof digest>[0]]>([
    ['another query', { subscription: { ...zoned, queries: ['agents'] } }],
    ['another layout', { subscription: { ...zoned, layout: 'compact' } }],
    ['another day', { slot: { local: '2026-03-03T09:00', at: slot.at + 86_400_000 } }],
    ['a paper that was read again', { chosen: [{ ...chosen('1'), why }, chosen('2')] }],
    ['another reason', { chosen: some.map((each) => ({ ...each, why: { ...why } })) }],
    ['papers that rose', { chosen: some.map((each) => ({ ...each, rose: true })) }],
    ['time away', { awaySince: '2026-02-27T08:00:00.000Z' }],
  ])('but not with %s', (_, given) => {
    expect(bodyOf(given).some((block) => body.includes(block))).toBe(false);
  });
});

test('a digest that makes up for others of the same day says since what hour', () => {
  const awaySince = new Date(slot.at - 60_000).toISOString();
  expect(lines({ awaySince, chosen: [chosen('1')] })[2]).toBe(
    'While away since 08:59 (Berlin): 1 paper.',
  );
});

test('a digest that makes up for others says since when, and what it leaves out', () => {
  const expired: LeftOutPaper = { paper: paper('5'), reason: { kind: 'expired' } };
  expect(away(2, 0, [expired])).toBe(
    'While away since Mon 23 Feb: 2 papers. 1 paper too old by now.',
  );
  expect(away(1, 0, [expired, expired])).toMatch(/: 1 paper\. 2 papers too old by now\.$/);
});

test.each([
  [0, 0, 'nothing matched'],
  [1, 0, '1 paper'],
  [2, 0, '2 papers'],
  [1, 1, 'the top paper of 2'],
  [2, 2, 'the top 2 of 4'],
])(
  'a digest that makes up for others with %i papers, and %i over its limit, says: %s',
  (shown, over, said) => {
    expect(away(shown, over)).toBe(`While away since Mon 23 Feb: ${said}.`);
  },
);

/** What is said of the time away. */
function away(
  shown: number,
  over: number,
  others: readonly LeftOutPaper[] = [],
): string | undefined {
  const ids = Array.from({ length: shown + over }, (_, index) => String(index + 1));
  const leftOut = ids.slice(shown).map((id, index): LeftOutPaper => {
    return { paper: paper(id), reason: { kind: 'over-limit', place: shown + index + 1 } };
  });
  return lines({
    awaySince: '2026-02-23T08:00:00.000Z',
    chosen: ids.slice(0, shown).map((id) => chosen(id)),
    leftOut: [...leftOut, ...others],
  })[2];
}

const since = '2026-03-01T08:00:00.000Z';

test.each<[string, PauseReason, string]>([
  ['a person', { kind: 'by-user' }, 'Paused until you resume it · go on with /digest resume d1'],
  [
    'a fault',
    { kind: 'not-permitted', text: 'I may not post there' },
    'Paused · go on with /digest resume d1',
  ],
])('a digest sent by hand that %s has paused says that no other comes', (_, reason, said) => {
  const sent = paused({ ...zoned, id: 'd1' }, reason, since);
  expect(lines({ subscription: sent }).at(-1)).toBe(said);
});
