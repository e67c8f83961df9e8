import type { KnownBlock } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Paper } from '../../../../src/core/paper.ts';
import type { Block, View } from '../../../../src/core/view.ts';
import { decodeValue } from '../../../../src/platforms/slack/render/action-value.ts';
import { renderDigest, renderReply } from '../../../../src/platforms/slack/render/render.ts';
import { checkMessage, type MessageKind } from '../../../fakes/slack/block-kit.ts';
import { samplePaper } from '../../terminal/sample-paper.ts';
import { hostilePaper, hostileText } from '../hostile.ts';

const payloadsOf = (...[view, occasion]: Parameters<typeof renderDigest>) =>
  renderDigest(view, occasion).map(({ payload }) => payload);

const inChannel = { address: 'slack:T1/C1', scope: 'channel' } as const;
const details = { label: 'Details', path: ['papers', 'show'], args: { paper: '2401.00001' } };

function digestOf(papers: readonly Paper[], detail: 'line' | 'card' = 'card'): View {
  return {
    summary: `Trending papers · Tue 24 Nov: ${papers[0]?.title ?? 'nothing'}.`,
    blocks: [
      { kind: 'heading', text: 'Trending papers · Tue 24 Nov' },
      { kind: 'text', text: ['agent* · towns · 2 of 9 matching, 40 considered'] },
      ...papers.map(
        (paper, index): Block => ({
          kind: 'paper',
          paper,
          place: index + 1,
          detail,
          why: 'title: “agent”',
          actions: [details],
        }),
      ),
      { kind: 'text', text: ['1 paper also matched: Maps & towns.'] },
      { kind: 'divider' },
      {
        kind: 'text',
        text: [
          'Next: ',
          { kind: 'time', at: Date.UTC(2026, 10, 25, 8), zone: 'Europe/Berlin' },
          ' · change it with /digest edit',
        ],
      },
      {
        kind: 'actions',
        actions: [
          { label: 'More papers', path: ['papers', 'trending'], args: {} },
          { label: 'Stop', path: ['papers', 'my', 'pause'], args: {}, style: 'danger' },
        ],
      },
    ],
  };
}

function replyBlocks(blocks: readonly Block[]): KnownBlock[] {
  const view = { summary: 'In short.', blocks };
  const payload = renderReply({ view, visibility: 'private', ok: true });
  expect(checkMessage(payload, 'response')).toEqual([]);
  return payload.blocks ?? [];
}

/** What Slack would refuse. Plain text and the values of buttons are not read for mentions, and may hold any. */
function problemsOf(message: object, kind?: MessageKind): string[] {
  return checkMessage(message, kind).filter((problem) => !problem.includes('calls people'));
}

/** The texts of blocks in order, one a line. */
function texts(blocks: readonly KnownBlock[]): string[] {
  return blocks.flatMap((block) => {
    if (block.type === 'section') return [block.text?.text ?? ''];
    if (block.type === 'header') return [`# ${block.text.text}`];
    if (block.type === 'context') {
      return block.elements.map((each) => `(${'text' in each ? each.text : ''})`);
    }
    if (block.type === 'divider') return ['---'];
    if (block.type === 'actions') {
      return [
        block.elements
          .map((each) => (each.type === 'button' ? `[${each.text.text}]` : ''))
          .join(' '),
      ];
    }
    return [block.type];
  });
}

describe('a digest', () => {
  test('in a channel', () => {
    const [payload, ...more] = payloadsOf(digestOf([samplePaper]), inChannel);
    expect(more).toEqual([]);
    expect(payload).toMatchInlineSnapshot(`
      {
        "arguments": {
          "blocks": [
            {
              "text": {
                "emoji": false,
                "text": "Trending papers · Tue 24 Nov",
                "type": "plain_text",
              },
              "type": "header",
            },
            {
              "elements": [
                {
                  "text": "agent∗ · towns · 2 of 9 matching, 40 considered",
                  "type": "mrkdwn",
                  "verbatim": true,
                },
              ],
              "type": "context",
            },
            {
              "accessory": {
                "accessibility_label": "Details: Paper routes: planning a round through a growing town",
                "action_id": "paperround-0",
                "text": {
                  "emoji": false,
                  "text": "Details",
                  "type": "plain_text",
                },
                "type": "button",
                "value": "p1a:["papers show",{"paper":"2401.00001"}]",
              },
              "expand": true,
              "text": {
                "text": "*1. <https://arxiv.org/abs/2401.00001|Paper routes: planning a round through a growing town>*
      A carrier plans a round while the town grows.
      ▲128 · ★2.1k · cs.CL · A. Rivera, M. Chen +4 · 21 Aug 2026
      Why: title: “agent”",
                "type": "mrkdwn",
                "verbatim": true,
              },
              "type": "section",
            },
            {
              "expand": true,
              "text": {
                "text": "1 paper also matched: Maps &amp; towns.",
                "type": "mrkdwn",
                "verbatim": true,
              },
              "type": "section",
            },
            {
              "type": "divider",
            },
            {
              "elements": [
                {
                  "text": "Next: <!date^1795593600^{date_short_pretty} at {time}|Wed 25 Nov 2026, 09:00 (Berlin)> · change it with /papers digest edit",
                  "type": "mrkdwn",
                  "verbatim": true,
                },
              ],
              "type": "context",
            },
            {
              "elements": [
                {
                  "action_id": "paperround-0",
                  "text": {
                    "emoji": false,
                    "text": "More papers",
                    "type": "plain_text",
                  },
                  "type": "button",
                  "value": "p1a:["papers trending",{}]",
                },
                {
                  "action_id": "paperround-1",
                  "style": "danger",
                  "text": {
                    "emoji": false,
                    "text": "Stop",
                    "type": "plain_text",
                  },
                  "type": "button",
                  "value": "p1a:["papers my pause",{}]",
                },
              ],
              "type": "actions",
            },
          ],
          "mrkdwn": false,
          "text": "Trending papers · Tue 24 Nov: Paper routes: planning a round through a growing town.
      agent* · towns · 2 of 9 matching, 40 considered
      1. Paper routes: planning a round through a growing town
      128 upvotes · 2.1k stars · cs.CL · A. Rivera, M. Chen +4 · 21 Aug 2026
      A carrier plans a round while the town grows.
      Why: title: “agent”
      https://arxiv.org/abs/2401.00001
      1 paper also matched: Maps &amp; towns.
      Next: Wed 25 Nov 2026, 09:00 (Berlin) · change it with /papers digest edit",
          "unfurl_links": false,
          "unfurl_media": false,
        },
        "fallback": {
          "mrkdwn": false,
          "text": "Trending papers · Tue 24 Nov: Paper routes: planning a round through a growing town.
      agent* · towns · 2 of 9 matching, 40 considered
      1. Paper routes: planning a round through a growing town
      128 upvotes · 2.1k stars · cs.CL · A. Rivera, M. Chen +4 · 21 Aug 2026
      A carrier plans a round while the town grows.
      Why: title: “agent”
      https://arxiv.org/abs/2401.00001
      1 paper also matched: Maps &amp; towns.
      Next: Wed 25 Nov 2026, 09:00 (Berlin) · change it with /papers digest edit",
          "unfurl_links": false,
          "unfurl_media": false,
        },
      }
    `);
  });

  test('in lines, without a summary', () => {
    const [payload] = payloadsOf(digestOf([samplePaper], 'line'), inChannel);
    expect(texts(payload?.arguments.blocks ?? [])[2]).toMatchInlineSnapshot(`
      "*1. <https://arxiv.org/abs/2401.00001|Paper routes: planning a round through a growing town>*
      ▲128 · ★2.1k · cs.CL · A. Rivera, M. Chen +4 · 21 Aug 2026
      Why: title: “agent”"
    `);
  });

  test('of ten papers is one message', () => {
    const ten = Array.from({ length: 10 }, () => samplePaper);
    expect(payloadsOf(digestOf(ten), inChannel)).toHaveLength(1);
  });

  test('too large for one message goes on in its thread', () => {
    const long = { ...samplePaper, tldr: samplePaper.abstract };
    const parts = payloadsOf(digestOf(Array.from({ length: 14 }, () => long)), inChannel);
    expect(parts.map(({ threadOf }) => threadOf)).toEqual([undefined, 0]);
    const [first = [], second = []] = parts.map((part) => texts(part.arguments.blocks ?? []));
    expect(first.filter((text) => /^\*\d+\. /.test(text))).toHaveLength(5);
    expect(first).toContain('Papers 6 to 14 are in the thread.');
    expect(first.at(-1)).toBe('[More papers] [Stop]');
    expect(second[0]).toBe('Papers 6 to 14');
    expect(second[1]).toMatch(/^\*6\. /);
    expect(parts[1]?.arguments.text.split('\n')[0]).toBe('Papers 6 to 14');
  });

  test('calls the group that was asked for, in its first message only', () => {
    const papers = Array.from({ length: 25 }, () => samplePaper);
    const parts = payloadsOf(digestOf(papers), {
      ...inChannel,
      mention: '<!subteam^S1|@readers>',
    });
    expect(parts.length).toBeGreaterThan(1);
    expect(texts(parts[0]?.arguments.blocks ?? [])[0]).toBe('<!subteam^S1>');
    expect(parts[0]?.arguments.text.startsWith('<!subteam^S1>\nTrending papers')).toBe(true);
    expect(JSON.stringify(parts.slice(1))).not.toContain('subteam');
    const [uncalled] = payloadsOf(digestOf(papers), { ...inChannel, mention: '<!channel>' });
    expect(texts(uncalled?.arguments.blocks ?? [])[0]).toMatch(/^# /);
  });

  test('without papers says so', () => {
    const view: View = {
      summary: 'Trending papers: nothing new matched.',
      blocks: [
        { kind: 'heading', text: 'Trending papers' },
        { kind: 'notice', tone: 'info', text: ['Nothing new matched.'] },
      ],
    };
    const [payload] = payloadsOf(view, inChannel);
    expect(texts(payload?.arguments.blocks ?? [])).toEqual([
      '# Trending papers',
      '*Note:* Nothing new matched.',
    ]);
    expect(payload?.fallback.text).toBe(
      'Trending papers: nothing new matched.\nNote: Nothing new matched.',
    );
  });

  test('of any papers stays within every limit, has each of them once and in order, and calls nobody', () => {
    fc.assert(
      fc.property(
        fc.array(hostilePaper, { maxLength: 25 }),
        fc.constantFrom('line', 'card'),
        (papers, detail) => {
          const parts = payloadsOf(digestOf(papers, detail), inChannel);
          for (const part of parts) {
            expect(problemsOf(part.arguments)).toEqual([]);
            expect(problemsOf(part.fallback)).toEqual([]);
          }
          const places = parts.flatMap((part) =>
            texts(part.arguments.blocks ?? []).flatMap((text) => {
              const [, place] = /^\*(\d+)\. /.exec(text) ?? [];
              return place === undefined ? [] : [Number(place)];
            }),
          );
          expect(places).toEqual(papers.map((_, index) => index + 1));
        },
      ),
      { numRuns: 100 },
    );
  });

  test('has no link or mention but ours', () => {
    fc.assert(
      fc.property(fc.array(hostilePaper, { minLength: 1, maxLength: 3 }), (papers) => {
        for (const { arguments: message } of payloadsOf(digestOf(papers), inChannel)) {
          for (const text of texts(message.blocks ?? []).filter((each) => each.startsWith('*'))) {
            const bare = text
              .replaceAll(/<https?:\/\/[^<>|\s]+\|[^<>|]*>/g, '')
              .replace(/^\*(.*)\*$/m, '$1');
            expect(bare).not.toMatch(/[<>*_~`]|&(?!(?:amp|lt|gt);)/);
          }
        }
      }),
    );
  });
});

describe('an answer', () => {
  test('of each kind of block', () => {
    const link = { kind: 'link', text: 'feed', url: 'https://a.example/b?c=1&d' } as const;
    expect(
      texts(
        replyBlocks([
          { kind: 'heading', text: 'Today & tomorrow' },
          { kind: 'text', text: ['See ', link, ' in ', { kind: 'place', address: 'slack:T1/C1' }] },
          {
            kind: 'facts',
            facts: [
              { name: 'State', value: ['Paused'] },
              { name: 'Query', value: [{ kind: 'code', text: 'a*' }] },
            ],
          },
          { kind: 'list', items: [['one ', { kind: 'strong', text: 'two' }], ['> three']] },
          {
            kind: 'notice',
            tone: 'error',
            text: ['No <such> command.'],
            hint: 'Try /digest list.',
          },
          { kind: 'code', text: 'a <b> `c\n  ^^^' },
          { kind: 'divider' },
          { kind: 'text', text: ['Page 1 of 2'] },
          { kind: 'actions', actions: [details] },
        ]),
      ).join('\n'),
    ).toMatchInlineSnapshot(`
      "# Today & tomorrow
      See <https://a.example/b?c=1&amp;d|feed> in <#C1>
      *State* Paused
      *Query* \`a*\`
      • one *two*
      • › three
      *Error:* No &lt;such&gt; command.
      (Try /papers digest list.)
      \`\`\`
      a &lt;b&gt; ˋc
        ^^^
      \`\`\`
      ---
      (Page 1 of 2)
      [Details]"
    `);
  });

  test('with a paper in full', () => {
    const actions = [details, { label: 'Save', path: ['papers', 'save'], args: {} }];
    const blocks = replyBlocks([{ kind: 'paper', paper: samplePaper, detail: 'full', actions }]);
    expect(texts(blocks).join('\n\n')).toMatchInlineSnapshot(`
      "*<https://arxiv.org/abs/2401.00001|Paper routes: planning a round through a growing town>*
      *Authors* Ana Rivera, Ming Chen, Round Team, Ludwig van Dale, Solo, Fay Fox
      *Organization* Institute of Rounds
      *Published* 20 Aug 2026
      *Featured* 21 Aug 2026
      *Votes* 128 upvotes, 1 comment
      *Stars* 2.1k
      *Categories* cs.CL, cs.AI
      *Keywords* planning, towns
      *Id* arxiv:2401.00001
      <https://arxiv.org/abs/2401.00001|Paper> · <https://arxiv.org/pdf/2401.00001|PDF> · <https://code.example/rounds|Code>

      *TL;DR* A carrier plans a round while the town grows.
      We plan the round of one carrier. The town grows while the carrier walks. We plan the round of one carrier. The town grows while the carrier walks. We plan the round of one carrier. The town grows while the carrier walks. We plan the round of one carrier. The town grows while the carrier walks. We plan the round of one carrier. The town grows while the carrier walks. We plan the round of one carrier. The town grows while the carrier walks.

      [Details] [Save]"
    `);
  });

  test('tells in words all that its blocks show', () => {
    const view: View = {
      summary: samplePaper.title,
      blocks: [{ kind: 'paper', paper: samplePaper, detail: 'full', why: 'title: “town”' }],
    };
    const { text } = renderReply({ view, visibility: 'private', ok: true });
    expect(text).toMatchInlineSnapshot(`
      "Paper routes: planning a round through a growing town
      Authors: Ana Rivera, Ming Chen, Round Team, Ludwig van Dale, Solo, Fay Fox
      Organization: Institute of Rounds
      Published: 20 Aug 2026
      Featured: 21 Aug 2026
      Votes: 128 upvotes, 1 comment
      Stars: 2.1k
      Categories: cs.CL, cs.AI
      Keywords: planning, towns
      Id: arxiv:2401.00001
      A carrier plans a round while the town grows.
      We plan the round of one carrier. The town grows while the carrier walks. We plan the round of one carrier. The town grows while the carrier walks. We plan the round of one carrier. The town grows while the carrier walks. We plan the round of one carrier. The town grows while the carrier walks. We plan the round of one carrier. The town grows while the carrier walks. We plan the round of one carrier. The town grows while the carrier walks.
      Why: title: “town”
      https://arxiv.org/abs/2401.00001"
    `);
  });

  test('with the piece of a paper that was found', () => {
    const snippet = ['… one ', { kind: 'mark', text: 'carrier' } as const, ' walks …'];
    const [text] = texts(
      replyBlocks([{ kind: 'paper', paper: samplePaper, detail: 'card', snippet }]),
    );
    expect(text?.split('\n')[1]).toBe('… one *carrier* walks …');
  });

  test('names what a button is about', () => {
    const [section] = replyBlocks([
      { kind: 'paper', paper: samplePaper, detail: 'card', actions: [details] },
    ]);
    expect(section).toMatchObject({
      accessory: { accessibility_label: expect.stringMatching(/^Details: Paper routes/) },
    });
  });

  test('has five buttons in a row, and leaves out those that cannot be', () => {
    const actions = Array.from({ length: 7 }, (_, index) => ({ ...details, label: `B${index}` }));
    const tooLong = { ...details, args: { query: 'x'.repeat(2_000) } };
    const blocks = replyBlocks([
      { kind: 'actions', actions: [...actions, tooLong, { ...details, label: ' ' }] },
    ]);
    expect(texts(blocks)).toEqual(['[B0] [B1] [B2] [B3] [B4]', '[B5] [B6]']);
  });

  test('is private or public, and can be shared', () => {
    const view = { summary: 'Hello.', blocks: [] };
    const reply = { view, ok: true } as const;
    expect(renderReply({ ...reply, visibility: 'public' }).response_type).toBe('in_channel');
    const share = { path: ['papers', 'show'], args: { paper: '2401.00001' } };
    const offered = renderReply({ ...reply, visibility: 'private' }, { share });
    expect(offered.response_type).toBe('ephemeral');
    const [row] = offered.blocks ?? [];
    const [button] = row?.type === 'actions' ? row.elements : [];
    expect(button).toMatchObject({ text: { text: 'Share here' } });
    const value = button?.type === 'button' ? (button.value ?? '') : '';
    expect(decodeValue(value)).toEqual({ kind: 'share', ...share });
    const shared = renderReply({ ...reply, visibility: 'private' }, { sharedBy: 'U1' });
    expect(shared.response_type).toBe('in_channel');
    expect(texts(shared.blocks ?? [])).toEqual(['(Shared by <@U1>)']);
  });

  test('too long is cut, and says so', () => {
    const items = Array.from({ length: 200 }, (_, index) => [`${index} ${'word '.repeat(20)}`]);
    const blocks = replyBlocks([{ kind: 'list', items }]);
    expect(texts(blocks).at(-1)).toBe('(The rest would not fit here.)');
    const code = texts(replyBlocks([{ kind: 'code', text: '&'.repeat(50_000) }]));
    expect(code.at(-1)).toBe('(The rest would not fit here.)');
    expect(code.length).toBeGreaterThan(1);
  });

  test('with more papers than fit keeps what stands under them', () => {
    const papers = Array.from({ length: 25 }, () => samplePaper);
    const reply = { view: digestOf(papers), visibility: 'private', ok: true } as const;
    const shown = texts(renderReply(reply).blocks ?? []);
    const count = shown.filter((text) => /^\*\d+\. /.test(text)).length;
    expect(count).toBeGreaterThan(10);
    expect(shown).toContain(`${25 - count} more papers would not fit here.`);
    expect(shown.at(-1)).toBe('[More papers] [Stop]');
  });

  test('names commands as they are typed in Slack', () => {
    const view: View = {
      summary: 'Try /digest list.',
      blocks: [
        { kind: 'text', text: ['Try /digest list.'] },
        { kind: 'code', text: '/digest add a' },
        { kind: 'text', text: ['https://a.example/digest and /papers digest stay'] },
      ],
    };
    const { text } = renderReply({ view, visibility: 'private', ok: true });
    expect(text).toBe(
      'Try /papers digest list.\n/papers digest add a\nhttps://a.example/digest and /papers digest stay',
    );
  });

  test('of any view stays within every limit', () => {
    const rich = fc.array(
      fc.oneof(
        hostileText,
        fc.record({ kind: fc.constantFrom('strong', 'code', 'mark'), text: hostileText }),
        fc.constant({ kind: 'time' as const, at: Number.NaN, zone: 'Mars/Base' }),
      ),
      { maxLength: 4 },
    );
    const action = fc.record({
      label: hostileText,
      path: fc.constant(['papers', 'search']),
      args: fc.record({ query: hostileText }),
    });
    const block = fc.oneof(
      fc.record({ kind: fc.constant('heading'), text: hostileText }),
      fc.record({ kind: fc.constant('text'), text: rich }),
      fc.record({ kind: fc.constant('list'), items: fc.array(rich, { maxLength: 30 }) }),
      fc.record({
        kind: fc.constant('facts'),
        facts: fc.array(fc.record({ name: hostileText, value: rich }), { maxLength: 20 }),
      }),
      fc.record({
        kind: fc.constant('notice'),
        tone: fc.constantFrom('info', 'success', 'warning', 'error'),
        text: rich,
        hint: hostileText,
      }),
      fc.record({ kind: fc.constant('code'), text: hostileText.map((text) => text.repeat(9)) }),
      fc.record({
        kind: fc.constant('paper'),
        paper: hostilePaper,
        detail: fc.constantFrom('line', 'card', 'full'),
        snippet: rich,
        why: hostileText,
        actions: fc.array(action, { maxLength: 4 }),
      }),
      fc.record({ kind: fc.constant('actions'), actions: fc.array(action, { maxLength: 30 }) }),
      fc.constant({ kind: 'divider' }),
    ) as fc.Arbitrary<Block>;
    const view = fc.record({ summary: hostileText, blocks: fc.array(block, { maxLength: 30 }) });
    fc.assert(
      fc.property(view, hostileText, (each, query) => {
        const options = { share: { path: ['papers', 'search'], args: { query } }, sharedBy: 'U1' };
        const reply = { view: each, visibility: 'private', ok: true } as const;
        expect(problemsOf(renderReply(reply, options), 'shared')).toEqual([]);
        for (const part of payloadsOf(each, inChannel)) {
          expect(problemsOf(part.arguments)).toEqual([]);
          expect(problemsOf(part.fallback)).toEqual([]);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('costs no time, however long its texts are', () => {
    const title = '語*<'.repeat(300_000);
    const paper = { ...samplePaper, title, abstract: title, tldr: title, authors: [title, title] };
    const started = performance.now();
    payloadsOf(digestOf(Array.from({ length: 25 }, () => paper)), inChannel);
    replyBlocks([
      { kind: 'paper', paper, detail: 'full' },
      { kind: 'code', text: title },
    ]);
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});

test('a digest that just fits one message keeps its buttons', () => {
  const shown = Array.from({ length: 600 }, (_, length) => {
    const papers = Array.from({ length: 22 }, (_, index) => ({
      ...samplePaper,
      id: `arxiv:2401.${10_000 + index}`,
      title: 'x'.repeat(Math.floor((length + index) / 22) + 20),
    }));
    return payloadsOf(digestOf(papers, 'line'), inChannel);
  });
  expect([shown[0]?.length, shown.at(-1)?.length]).toEqual([1, 2]);
  for (const [first, ...more] of shown) {
    if (more.length > 0) break;
    expect(first?.arguments.blocks?.at(-1)?.type).toBe('actions');
  }
});
