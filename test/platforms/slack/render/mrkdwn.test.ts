import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Inline, RichText } from '../../../../src/core/view.ts';
import {
  bold,
  code,
  date,
  escapeMrkdwn,
  escapePlain,
  groupMention,
  link,
  place,
} from '../../../../src/platforms/slack/render/mrkdwn.ts';
import { renderRichText } from '../../../../src/platforms/slack/render/rich-text.ts';
import { hostilePieces, hostileText } from '../hostile.ts';

describe('foreign text', () => {
  test.each([
    ['Plain: 100% of C++ (v2)', 'Plain: 100% of C++ (v2)'],
    ['a < b & c > d', 'a &lt; b &amp; c &gt; d'],
    ['<!channel> <@U1>', '&lt;!channel&gt; &lt;@U1&gt;'],
    ['*a* _b_ ~c~ `d`', '∗a∗ ˍbˍ ∼c∼ ˋdˋ'],
    [':warning: at 10:30', '∶warning: at 10:30'],
    ['a\u202e\u200bb\nc', 'ab c'],
    ['עברית', '\u2068עברית\u2069'],
  ])('%j is shown as %j', (text, shown) => {
    expect(escapeMrkdwn(text)).toBe(shown);
  });

  test('beside the blocks keeps what is not read there', () => {
    expect(escapePlain('*a* <@U1> :x:')).toBe('*a* &lt;@U1&gt; ∶x:');
  });

  test('can do nothing', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const escaped = escapeMrkdwn(text);
        expect(escaped).not.toMatch(/[<>*_~`]|&(?!(?:amp|lt|gt);)/);
        expect(escaped).not.toMatch(/:[^\s:∶]{1,100}:/);
        expect(escaped).not.toMatch(/(?![\u2068\u2069])[\p{Cc}\p{Bidi_Control}\p{Cs}]/u);
        expect(escaped).not.toContain('\n');
      }),
    );
  });
});

describe('what is dressed', () => {
  test('bold and code hold nothing that ends them', () => {
    expect(bold(' a*b ')).toBe(' *a∗b* ');
    expect(code('a`b <c>_*')).toBe('`aˋb &lt;c&gt;_*`');
    expect(bold('')).toBe('');
    expect(code(' ')).toBe(' ');
  });

  test.each([
    ['a|b>c', 'https://a.example/x?y=1&z=2', '<https://a.example/x?y=1&amp;z=2|a∣b&gt;c>'],
    ['x', 'https://a.example/|<y>', '<https://a.example/%7C%3Cy%3E|x>'],
    ['x', 'https://a.example/ä b', '<https://a.example/%C3%A4%20b|x>'],
    ['x', 'javascript:alert(1)', 'x'],
    ['x', 'no url', 'x'],
    ['x', `https://a.example/${'y'.repeat(400)}`, 'x'],
    [' ', 'https://a.example/', ' '],
  ])('a link of %j to %s', (text, url, expected) => {
    expect(link(text, url)).toBe(expected);
  });

  test('a time is shown in the zone of each reader', () => {
    expect(date(Date.UTC(2026, 10, 24, 8), 'Europe/Berlin')).toBe(
      '<!date^1795507200^{date_short_pretty} at {time}|Tue 24 Nov 2026, 09:00 (Berlin)>',
    );
    expect(date(Number.NaN, 'UTC')).toBe('an unknown time');
  });

  test('a place is named as Slack names it', () => {
    expect(place('slack:T1/C1')).toBe('<#C1>');
    expect(place('slack:T1/@U1')).toBe('direct messages');
    expect(place('discord:1/<#2>')).toBe('discord:1/&lt;#2&gt;');
  });

  test.each([
    ['<!subteam^S12|@readers>', '<!subteam^S12>'],
    [' <@U12> ', '<@U12>'],
    ['<!channel>', undefined],
    ['@readers', undefined],
    ['<@U1> and more', undefined],
    ['', undefined],
  ])('%j calls %s', (typed, expected) => {
    expect(groupMention(typed)).toBe(expected);
  });
});

describe('rich text', () => {
  test('dresses each piece, and sets apart what touches a letter', () => {
    const text: RichText = [
      'a',
      { kind: 'strong', text: 'b' },
      { kind: 'mark', text: 'c' },
      ': ',
      { kind: 'code', text: '/papers help' },
      ' ',
      { kind: 'link', text: 'd', url: 'https://d.example/' },
    ];
    expect(renderRichText(text, 1_000)).toBe(
      'a\u200b*b*\u200b*c*: `/papers help` <https://d.example/|d>',
    );
  });

  test('makes no quote', () => {
    expect(renderRichText(['>>> a'], 100)).toBe('››› a');
    expect(renderRichText(['', '> a'], 100)).toBe('› a');
  });

  test('is cut within its limit, never inside what is dressed', () => {
    const piece = fc.oneof(
      hostileText,
      fc.record({ kind: fc.constantFrom('strong', 'code', 'mark'), text: hostileText }),
      fc.record({
        kind: fc.constant('link' as const),
        text: hostileText,
        url: fc.constant('https://a.example/'),
      }),
      fc.constant({ kind: 'time' as const, at: 0, zone: 'UTC' }),
      fc.constant({ kind: 'place' as const, address: 'slack:T1/C1' }),
    ) as fc.Arbitrary<Inline>;
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 6 }),
        fc.integer({ min: 1, max: 900 }),
        (text, max) => {
          const line = renderRichText(text, max);
          expect(line.length).toBeLessThanOrEqual(max);
          const bare = line
            .replaceAll(/<(?:https:\/\/a\.example\/|!date\^0\^[^|<>]*)\|[^<>|]*>|<#C1>/g, '')
            .replaceAll(/`[^`]+`/g, '')
            .replaceAll(/\*[^*]+\*/g, '');
          expect(bare).not.toMatch(/[<>*_~`]|&(?!(?:amp|lt|gt);)/);
        },
      ),
      { examples: hostilePieces.map((each): [RichText, number] => [[each], 40]) },
    );
  });
});
