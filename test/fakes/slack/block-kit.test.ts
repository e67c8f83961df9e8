import { describe, expect, test } from 'vitest';
import { checkMessage, checkView, textLength } from './block-kit.ts';
import { actions, button, input, mrkdwn, plain, section, times, x } from './block-samples.ts';

describe('views', () => {
  const modal = (more = {}) => ({ type: 'modal', title: plain('Topic'), blocks: [], ...more });
  const field = input({ type: 'plain_text_input', max_length: 3_000 });

  test.each<[string, unknown]>([
    ['a modal', modal({ submit: plain('Save'), close: plain('Cancel'), blocks: [field] })],
    ['a hundred blocks', modal({ blocks: times(100, () => ({ type: 'divider' })) })],
    ['a Home tab', { type: 'home', blocks: [section()], private_metadata: x(3_000) }],
    ['an alert', modal({ blocks: [{ type: 'alert', text: plain('a'), level: 'error' }] })],
  ])('within the limits: %s', (_, view) => {
    expect(checkView(view)).toEqual([]);
  });

  test.each<[string, unknown, string]>([
    ['no view', undefined, 'a undefined cannot stand here'],
    ['a long title', modal({ title: plain(x(25)) }), 'title.text: 25 characters, at most 24'],
    ['a long submit', modal({ submit: plain(x(25)) }), 'submit.text: 25 characters, at most 24'],
    ['inputs without submit', modal({ blocks: [field] }), 'has inputs and no submit'],
    [
      '101 blocks',
      modal({ blocks: times(101, () => ({ type: 'divider' })) }),
      'blocks: 101 items, at most 100',
    ],
    [
      'long metadata',
      modal({ private_metadata: x(3_001) }),
      'private_metadata: 3001 characters, at most 3000',
    ],
    [
      'a long callback id',
      modal({ callback_id: x(256) }),
      'callback_id: 256 characters, at most 255',
    ],
    ['a title on a Home tab', { type: 'home', blocks: [], title: plain('a') }, 'unknown key title'],
    [
      'an alert on a Home tab',
      { type: 'home', blocks: [{ type: 'alert', text: plain('a') }] },
      'blocks[0]: a alert cannot stand here',
    ],
    [
      'a long field',
      modal({
        submit: plain('a'),
        blocks: [input({ type: 'plain_text_input', max_length: 3_001 })],
      }),
      'blocks[0].element.max_length: 3001 is no number from 1 to 3000',
    ],
    [
      'two that want the cursor',
      modal({
        submit: plain('a'),
        blocks: times(2, () => input({ type: 'plain_text_input', focus_on_load: true })),
      }),
      'blocks: more than one element has focus_on_load',
    ],
    [
      'a button as an input',
      modal({ submit: plain('a'), blocks: [input(button())] }),
      'blocks[0].element: a button cannot stand here',
    ],
  ])('beyond the limits: %s', (_, view, problem) => {
    expect(checkView(view)).toContain(problem);
  });

  test('a view of more than 250 KB', () => {
    const blocks = times(100, () => section({ text: mrkdwn(x(2_600)) }));
    expect(checkView(modal({ blocks }))[0]).toMatch(/characters of JSON, at most 250000$/);
  });
});

describe('messages', () => {
  const quiet = { unfurl_links: false, unfurl_media: false };

  test('each way has its own keys', () => {
    expect(checkMessage({ text: 'a', ...quiet, channel: 'C1', thread_ts: '1.000000' })).toEqual([]);
    expect(checkMessage({ text: 'a', channel: 'C1', user: 'U1' }, 'ephemeral')).toEqual([]);
    expect(checkMessage({ text: 'a', response_type: 'ephemeral' }, 'response')).toEqual([]);
    expect(checkMessage({ text: 'a', response_type: 'in_channel', ...quiet }, 'shared')).toEqual(
      [],
    );
    expect(checkMessage({ text: 'a', response_type: 'in_channel' }, 'shared')).toHaveLength(2);
    expect(checkMessage({ text: 'a', ...quiet, replace_original: true })).toEqual([
      'unknown key replace_original',
    ]);
  });

  test.each<[string, object, string]>([
    ['no text', { blocks: [section()] }, 'text is missing'],
    [
      'a ping',
      { text: 'x', blocks: [section({ text: mrkdwn('Hi <!here>') })] },
      'blocks: calls people by <!here>',
    ],
    ['a group', { text: '<!subteam^S1|team>' }, 'text: calls people by <!subteam^S1|team>'],
    [
      'no metadata',
      { text: 'x', metadata: { event_type: 'a b', event_payload: {} } },
      'metadata.event_type: a b is no event type',
    ],
    ['a thread by number', { text: 'x', thread_ts: 1.5 }, 'thread_ts: 1.5 is no timestamp'],
  ])('%s', (_, message, problem) => {
    expect(checkMessage({ ...quiet, ...message })).toContain(problem);
  });

  test('text over all blocks, the words of buttons among it', () => {
    const blocks = [section({ text: mrkdwn(x(10)), accessory: button() }), actions(button())];
    expect(textLength(blocks)).toBe(14);
    const many = times(3, () => section({ text: mrkdwn(x(2_700)) }));
    expect(checkMessage({ text: 'x', ...quiet, blocks: many })).toEqual([
      'blocks: 8100 characters of text over all blocks, at most 8000',
    ]);
    const heavy = times(7, (index) => actions(button({ action_id: `a${index}`, value: x(1_600) })));
    expect(checkMessage({ text: 'x', ...quiet, blocks: heavy })[0]).toMatch(
      /of JSON, at most 11000$/,
    );
  });
});
