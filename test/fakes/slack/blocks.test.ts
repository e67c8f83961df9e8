import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkBlocks, checkMessage, checkView } from './block-kit.ts';
import {
  actions,
  button,
  input,
  menu,
  mrkdwn,
  option,
  plain,
  section,
  times,
  x,
} from './block-samples.ts';

describe('blocks', () => {
  test.each<[string, unknown[]]>([
    ['none', []],
    ['fifty', times(50, () => ({ type: 'divider' }))],
    [
      'text to the brim',
      [section({ text: mrkdwn(x(3_000)) }), { type: 'header', text: plain(x(150)) }],
    ],
    ['fields', [{ type: 'section', fields: times(10, () => mrkdwn(x(2_000))) }]],
    ['context', [{ type: 'context', elements: times(10, () => mrkdwn('a')) }]],
    ['actions', [actions(...times(25, (index) => button({ action_id: `a${index}` })))]],
    [
      'a full button',
      [
        actions(
          button({
            text: plain(x(75)),
            value: x(2_000),
            url: `https://${x(2_992)}`,
            accessibility_label: x(75),
            style: 'primary',
            confirm: {
              title: plain(x(100)),
              text: mrkdwn(x(300)),
              confirm: plain(x(30)),
              deny: plain(x(30)),
            },
          }),
        ),
      ],
    ],
    ['a menu', [actions(menu({ options: times(100, (index) => option(String(index))) }))]],
    [
      'groups',
      [
        actions({
          type: 'static_select',
          option_groups: [{ label: plain('A'), options: [option('1')] }],
        }),
      ],
    ],
    [
      'a carousel',
      [{ type: 'carousel', elements: times(10, () => ({ type: 'card', title: mrkdwn('T') })) }],
    ],
    ['a container', [{ type: 'container', title: plain('T'), child_blocks: [section()] }]],
    ['markdown', [{ type: 'markdown', text: x(12_000) }]],
    ['a table', [{ type: 'table', rows: [[{ type: 'raw_text', text: 'a' }]] }]],
  ])('within the limits: %s', (_, blocks) => {
    expect(checkBlocks(blocks)).toEqual([]);
  });

  test.each<[string, unknown[] | unknown, string]>([
    ['no list', 'blocks', 'blocks: is no list'],
    ['fifty-one', times(51, () => ({ type: 'divider' })), 'blocks: 51 items, at most 50'],
    ['an unknown block', [{ type: 'box' }], 'blocks[0]: a box cannot stand here'],
    ['no block', [null], 'blocks[0]: a undefined cannot stand here'],
    ['an unknown key', [section({ txt: 1 })], 'blocks[0]: unknown key txt'],
    [
      'long text',
      [section({ text: mrkdwn(x(3_001)) })],
      'blocks[0].text.text: 3001 characters, at most 3000',
    ],
    [
      'empty text',
      [section({ text: mrkdwn('') })],
      'blocks[0].text.text: 0 characters, at least 1',
    ],
    [
      'half a character',
      [section({ text: mrkdwn('a\ud83d') })],
      'blocks[0].text.text: has half a surrogate pair',
    ],
    ['neither text nor fields', [{ type: 'section' }], 'blocks[0]: needs text or fields'],
    [
      'a long field',
      [{ type: 'section', fields: [mrkdwn(x(2_001))] }],
      'blocks[0].fields[0].text: 2001 characters, at most 2000',
    ],
    [
      'eleven fields',
      [{ type: 'section', fields: times(11, () => mrkdwn('a')) }],
      'blocks[0].fields: 11 items, at most 10',
    ],
    [
      'a long header',
      [{ type: 'header', text: plain(x(151)) }],
      'blocks[0].text.text: 151 characters, at most 150',
    ],
    [
      'markup in a header',
      [{ type: 'header', text: mrkdwn('a') }],
      'blocks[0].text.type: mrkdwn is none of plain_text',
    ],
    [
      'eleven in context',
      [{ type: 'context', elements: times(11, () => mrkdwn('a')) }],
      'blocks[0].elements: 11 items, at most 10',
    ],
    [
      'a button in context',
      [{ type: 'context', elements: [button()] }],
      'blocks[0].elements[0]: a button cannot stand here',
    ],
    [
      '26 actions',
      [actions(...times(26, () => button()))],
      'blocks[0].elements: 26 items, at most 25',
    ],
    ['no action', [actions()], 'blocks[0].elements: 0 items, at least 1'],
    [
      'one action id twice',
      [actions(button({ action_id: 'a' }), button({ action_id: 'a' }))],
      'blocks[0]: action_id a stands twice',
    ],
    [
      'one block id twice',
      [
        { type: 'divider', block_id: 'a' },
        { type: 'divider', block_id: 'a' },
      ],
      'blocks: block_id a stands twice',
    ],
    [
      'a long id',
      [section({ block_id: x(256) })],
      'blocks[0].block_id: 256 characters, at most 255',
    ],
    [
      'a long button',
      [actions(button({ text: plain(x(76)) }))],
      'blocks[0].elements[0].text.text: 76 characters, at most 75',
    ],
    [
      'a long value',
      [actions(button({ value: x(2_001) }))],
      'blocks[0].elements[0].value: 2001 characters, at most 2000',
    ],
    [
      'a long label',
      [actions(button({ accessibility_label: x(76) }))],
      'blocks[0].elements[0].accessibility_label: 76 characters, at most 75',
    ],
    [
      'a dangerous address',
      [actions(button({ url: 'javascript:1' }))],
      'blocks[0].elements[0].url: javascript:1 is no address',
    ],
    [
      'a style',
      [actions(button({ style: 'default' }))],
      'blocks[0].elements[0].style: default is none of primary, danger',
    ],
    [
      'six in an overflow',
      [
        section({
          accessory: { type: 'overflow', options: times(6, (index) => option(String(index))) },
        }),
      ],
      'blocks[0].accessory.options: 6 items, at most 5',
    ],
    [
      '101 options',
      [actions(menu({ options: times(101, (index) => option(String(index))) }))],
      'blocks[0].elements[0].options: 101 items, at most 100',
    ],
    [
      'a long option value',
      [actions(menu({ options: [option(x(76))] }))],
      'blocks[0].elements[0].options[0].value: 76 characters, at most 75',
    ],
    [
      'a long placeholder',
      [actions(menu({ placeholder: plain(x(151)) }))],
      'blocks[0].elements[0].placeholder.text: 151 characters, at most 150',
    ],
    [
      'no options',
      [actions({ type: 'static_select' })],
      'blocks[0].elements[0]: needs options or option_groups, and not both',
    ],
    [
      'a long confirmation',
      [
        actions(
          button({
            confirm: {
              title: plain('a'),
              text: plain(x(301)),
              confirm: plain('a'),
              deny: plain('a'),
            },
          }),
        ),
      ],
      'blocks[0].elements[0].confirm.text.text: 301 characters, at most 300',
    ],
    [
      'eleven cards',
      [{ type: 'carousel', elements: times(11, () => ({ type: 'card', title: mrkdwn('T') })) }],
      'blocks[0].elements: 11 items, at most 10',
    ],
    [
      'a long card',
      [{ type: 'card', body: mrkdwn(x(201)) }],
      'blocks[0].body.text: 201 characters, at most 200',
    ],
    [
      'eleven in a container',
      [{ type: 'container', child_blocks: times(11, () => ({ type: 'divider' })) }],
      'blocks[0].child_blocks: 11 items, at most 10',
    ],
    [
      'six context actions',
      [
        {
          type: 'context_actions',
          elements: times(6, () => ({ type: 'icon_button', icon: 'trash' })),
        },
      ],
      'blocks[0].elements: 6 items, at most 5',
    ],
    [
      'a wide table',
      [{ type: 'table', rows: [times(21, () => ({ type: 'raw_text', text: 'a' }))] }],
      'blocks[0].rows[0]: 21 items, at most 20',
    ],
    [
      'two tables',
      times(2, () => ({ type: 'table', rows: [[{ type: 'raw_text', text: 'a' }]] })),
      'blocks: 2 tables, at most 1',
    ],
    [
      'an alert in a message',
      [{ type: 'alert', text: plain('a') }],
      'blocks[0]: a alert cannot stand here',
    ],
    [
      'a file',
      [{ type: 'file', source: 'remote', external_id: '1' }],
      'blocks[0]: a file cannot stand here',
    ],
  ])('beyond the limits: %s', (_, blocks, problem) => {
    expect(checkBlocks(blocks)).toContain(problem);
  });

  test('eleven checkboxes', () => {
    const options = times(11, (index) => option(String(index)));
    expect(checkBlocks([input({ type: 'checkboxes', options })], 'modal')).toEqual([
      'blocks[0].element.options: 11 items, at most 10',
    ]);
  });

  test('nothing makes the check fail itself', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const thing of [
          value,
          [value],
          [{ type: 'section', text: value, accessory: value }],
        ]) {
          expect(checkBlocks(thing)).toBeInstanceOf(Array);
        }
        for (const type of ['actions', 'context', 'carousel', 'container', 'input', 'table']) {
          const block = { type, elements: value, child_blocks: value, element: value, rows: value };
          expect(checkBlocks([block]).length).toBeGreaterThan(0);
          expect(checkBlocks([{ ...block, elements: [value] }]).length).toBeGreaterThan(0);
        }
        expect(checkView(value)).toBeInstanceOf(Array);
        expect(checkMessage(value)).toBeInstanceOf(Array);
      }),
      { numRuns: 500 },
    );
  });
});
