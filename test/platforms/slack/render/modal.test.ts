import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Form } from '../../../../src/core/form.ts';
import type { Block, View } from '../../../../src/core/view.ts';
import { renderHome } from '../../../../src/platforms/slack/render/home.ts';
import {
  loadingView,
  readForm,
  readMetadata,
  renderForm,
  renderModal,
} from '../../../../src/platforms/slack/render/modal.ts';
import { checkView } from '../../../fakes/slack/block-kit.ts';
import { samplePaper } from '../../terminal/sample-paper.ts';
import { hostilePaper, hostileText } from '../hostile.ts';

const form: Form = {
  title: 'Change this digest of papers',
  path: ['digest', 'edit'],
  args: { digest: 'd1' },
  fields: [
    {
      name: 'query',
      label: 'About',
      description: 'Words, a query or topic:NAME',
      value: 'agents <b>',
      required: false,
      maxLength: 500,
    },
    {
      name: 'limit',
      label: 'Papers per digest',
      description: '1 to 25',
      required: true,
      maxLength: 4_000,
    },
  ],
};

/** What a submission brings: the typed values, by block and element. */
function submitted(privateMetadata: string, typed: Readonly<Record<string, string | null>>) {
  const values = Object.entries(typed).map(([name, value]) => [name, { value: { value } }]);
  return { private_metadata: privateMetadata, state: { values: Object.fromEntries(values) } };
}

test('what a view would keep and cannot is left out', () => {
  const view = renderModal({ summary: 'In short.', blocks: [] }, { channel: 'C'.repeat(4_000) });
  expect(checkView(view)).toEqual([]);
  expect(readMetadata(view.private_metadata ?? '')).toEqual({});
});

describe('a form', () => {
  test('asks for each field, with what holds now', () => {
    const view = renderForm(form, {});
    expect(checkView(view)).toEqual([]);
    expect(view?.title.text).toBe('Change this digest of…');
    expect(view?.blocks).toMatchObject([
      {
        type: 'input',
        block_id: 'query',
        optional: true,
        label: { text: 'About' },
        hint: { text: 'Words, a query or topic:NAME' },
        element: { type: 'plain_text_input', initial_value: 'agents <b>', max_length: 500 },
      },
      { block_id: 'limit', optional: false, element: { max_length: 3_000 } },
    ]);
  });

  test('brings back the command, what was typed and where it was asked', () => {
    const view = renderForm(form, { address: 'slack:T1/C1' });
    const typed = submitted(view?.private_metadata ?? '', {
      query: ' llm ',
      limit: null,
      time: ' ',
    });
    expect(readForm(typed)).toEqual({
      path: ['digest', 'edit'],
      args: { digest: 'd1', query: 'llm' },
      metadata: { address: 'slack:T1/C1' },
    });
  });

  test('is none where its hidden arguments do not fit', () => {
    expect(renderForm({ ...form, args: { query: 'x'.repeat(3_000) } }, {})).toBeUndefined();
  });

  test.each(['', 'x', '{}', '[]', 'null', '{"path":"x","args":{},"metadata":{}}'])(
    'of somebody else is none: %j',
    (metadata) => {
      expect(readForm(submitted(metadata, { query: 'x' }))).toBeUndefined();
    },
  );

  test('with any values stays within every limit', () => {
    const field = fc.record({
      name: fc.stringMatching(/^[a-z]{1,20}$/),
      label: hostileText.map((text) => `A${text}`.slice(0, 45)),
      description: hostileText.map((text) => `A${text}`.slice(0, 100)),
      value: hostileText,
      required: fc.boolean(),
      maxLength: fc.integer({ min: 1, max: 5_000 }),
    });
    const fields = fc.uniqueArray(field, {
      minLength: 1,
      maxLength: 5,
      selector: ({ name }) => name,
    });
    fc.assert(
      fc.property(fields, (some) => {
        expect(checkView(renderForm({ ...form, fields: some }, {}))).toEqual([]);
      }),
    );
  });
});

describe('a modal', () => {
  test('shows an answer, and keeps where it was asked', () => {
    const blocks: Block[] = [{ kind: 'paper', paper: samplePaper, detail: 'full' }];
    const view = renderModal({ summary: 'A paper.', blocks }, { address: 'slack:T1/C1' });
    expect(checkView(view)).toEqual([]);
    expect(view.blocks[0]).toMatchObject({
      text: { text: expect.stringContaining('Paper routes') },
    });
    expect(readMetadata(view.private_metadata ?? '')).toEqual({ address: 'slack:T1/C1' });
    expect(readMetadata('{"a":1}')).toEqual({});
    expect(readMetadata('')).toEqual({});
  });

  test('opens before there is an answer', () => {
    expect(checkView(loadingView())).toEqual([]);
  });
});

test('the App Home stays within every limit, whatever it shows', () => {
  const view: fc.Arbitrary<View> = fc.array(hostilePaper, { maxLength: 30 }).map((papers) => ({
    summary: 'Saved.',
    blocks: [
      { kind: 'heading', text: 'Saved' },
      ...papers.map((paper): Block => ({ kind: 'paper', paper, detail: 'full' })),
    ],
  }));
  fc.assert(
    fc.property(fc.array(view, { maxLength: 6 }), (views) => {
      expect(checkView(renderHome(views))).toEqual([]);
    }),
    { numRuns: 30 },
  );
});
