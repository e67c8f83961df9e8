import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { visible } from '../../../../src/core/text/visible.ts';
import {
  clipEscaped,
  code,
  codeBlock,
  escapeMarkdown,
  guardLine,
  link,
  webUrl,
} from '../../../../src/platforms/discord/render/markdown.ts';
import { renderRichText } from '../../../../src/platforms/discord/render/rich-text.ts';
import { hostileText } from '../hostile-papers.ts';
import { readMarkdown } from '../read-markdown.ts';

/** What escaping may add to what a reader sees: nothing that can be seen. */
const unseen = /[\u200b\u2068\u2069]/g;

describe('foreign text', () => {
  test.each([
    ['Plain words, state-of-the-art at 3.5%', 'Plain words, state-of-the-art at 3.5%'],
    ['*a* _b_ ~~c~~ ||d|| `e`', '\\*a\\* \\_b\\_ \\~\\~c\\~\\~ \\|\\|d\\|\\| \\`e\\`'],
    ['<@1> <#2> <t:3>', '\\<@\u200b1\\> \\<\\#2\\> \\<t:3\\>'],
    ['ping @everyone', 'ping @\u200beveryone'],
    ['mail a@b.example', 'mail a@b.example'],
    ['[x](http://y.example)', '\\[x\\](http\\://y.example)'],
    [':fire: 12:30', '\\:fire: 12:30'],
    ['a\u202eb\u200b\u0000c', 'abc'],
    ['שלום', '\u2068שלום\u2069'],
    ['two\nlines', 'two lines'],
    [' spaced ', ' spaced '],
  ])('%j becomes %j', (text, escaped) => expect(escapeMarkdown(text)).toBe(escaped));

  test.each(['# a', '-# a', '> a', '- a', '+ a', '1. a', '12) a', '>>> a'])(
    'a line that begins with %j is only words',
    (text) =>
      expect(readMarkdown(guardLine(escapeMarkdown(text)))).toEqual({ shown: text, active: [] }),
  );

  test('property: nothing in it is active, and all that can be seen of it is seen', () => {
    fc.assert(
      fc.property(hostileText(), (text) => {
        const { shown, active } = readMarkdown(guardLine(escapeMarkdown(text)));
        expect(active).toEqual([]);
        expect(shown.replaceAll(unseen, '')).toBe(visible(text));
      }),
      { numRuns: 1_000 },
    );
  });

  test('property: clipped, it fits, and is its own beginning', () => {
    fc.assert(
      fc.property(hostileText(), fc.integer({ min: -2, max: 200 }), (text, max) => {
        const clipped = clipEscaped(text, max);
        expect(clipped.length).toBeLessThanOrEqual(Math.max(0, max));
        expect(clipped.isWellFormed()).toBe(true);
        expect(readMarkdown(guardLine(clipped)).active).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('markup of ours', () => {
  test.each([
    ['Plain', 'https://a.example/b', '[Plain](https://a.example/b)'],
    ['[Re] Plain', 'https://a.example/', '[\\[Re\\] Plain](https://a.example/)'],
    ['Half [open', 'https://a.example/', '[Half (open](https://a.example/)'],
    ['Plain', 'https://a.example/(b)*', '[Plain](https://a.example/%28b%29%2A)'],
    ['Plain', 'javascript:alert(1)', 'Plain'],
    ['Plain', 'not a url', 'Plain'],
    ['', 'https://a.example/', ''],
  ])('the link of %j to %s is %s', (text, url, expected) => expect(link(text, url)).toBe(expected));

  test('property: a link has one target, the given one', () => {
    fc.assert(
      fc.property(hostileText(10), (text) => {
        const target = 'https://a.example/b';
        const dressed = link(text, target);
        if (visible(text).trim() === '') return;
        const [only, ...more] = readMarkdown(dressed).active;
        expect(more).toEqual([]);
        expect(only?.text.endsWith(`](${target})`)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test('a URL too long is none', () => {
    expect(webUrl(`https://a.example/${'b'.repeat(600)}`)).toBeUndefined();
  });

  test('code cannot be left', () => {
    expect(code('a`b``c')).toBe('`aˋbˋˋc`');
    expect(codeBlock('one  \n   ^\n```\n@everyone')).toBe('```\none  \n   ^\nˋˋˋ\n@everyone\n```');
    expect(codeBlock(' ')).toBe('');
  });

  test('rich text', () => {
    const text = renderRichText([
      '1. found ',
      { kind: 'mark', text: 'a*b' },
      { kind: 'strong', text: 'c' },
      ' by ',
      { kind: 'code', text: '/papers show' },
      ' at ',
      { kind: 'time', at: 1_700_000_000_999, zone: 'UTC' },
      ' in ',
      { kind: 'place', address: 'discord:1/2' },
      ', ',
      { kind: 'place', address: 'terminal:-' },
      ', ',
      { kind: 'time', at: Number.NaN, zone: 'UTC' },
    ]);
    expect(text).toBe(
      '1\\. found **a\\*b**\u200b**c** by `/papers show` at <t:1700000000:f> in <#2>, terminal:-, an unknown time',
    );
  });

  test.each([
    [[':', 'skull:']],
    [[':sk', { kind: 'place', address: 'ull:1' } as const]],
    [['@', 'everyone']],
    [['https:', '//trap.example']],
  ])('the pieces of %j make nothing that neither of them is', (pieces) => {
    expect(readMarkdown(renderRichText(pieces)).active).toEqual([]);
  });

  test('property: rich text keeps within its room', () => {
    const inline = fc.oneof(
      hostileText(6),
      fc.record({ kind: fc.constantFrom('strong', 'code', 'mark'), text: hostileText(6) }),
      fc.record({ kind: fc.constant('link'), text: hostileText(6), url: fc.webUrl() }),
      fc.record({ kind: fc.constant('time'), at: fc.double(), zone: fc.constant('UTC') }),
    );
    fc.assert(
      fc.property(
        fc.array(inline, { maxLength: 8 }),
        fc.integer({ min: -2, max: 300 }),
        (text, max) => {
          const rendered = renderRichText(text as Parameters<typeof renderRichText>[0], max);
          expect(rendered.length).toBeLessThanOrEqual(Math.max(0, max));
        },
      ),
      { numRuns: 500 },
    );
  });
});
