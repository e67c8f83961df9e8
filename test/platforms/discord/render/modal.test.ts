import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Form } from '../../../../src/core/form.ts';
import { decodeCustomId } from '../../../../src/platforms/discord/render/custom-id.ts';
import { renderForm } from '../../../../src/platforms/discord/render/modal.ts';
import { checkModal } from '../../../fakes/discord/modal-limits.ts';
import { createOpenApiCheck } from '../../../fakes/discord/openapi.ts';
import { hostileText } from '../hostile-papers.ts';

const openApi = createOpenApiCheck();

const form: Form = {
  title: 'Change this digest',
  path: ['digest', 'edit'],
  args: { digest: 'd1' },
  fields: [
    {
      name: 'query',
      label: 'About',
      description: 'Words, or a query',
      value: 'diffusion',
      required: false,
      maxLength: 500,
    },
    { name: 'limit', label: 'Papers', description: '1 to 25', required: true, maxLength: 2 },
  ],
};

function breaches(data: NonNullable<ReturnType<typeof renderForm>>): string[] {
  const path = '/interactions/1/token/callback';
  return [...checkModal(data), ...(openApi?.checkRequest('POST', path, { type: 9, data }) ?? [])];
}

describe('a form as a modal', () => {
  test('asks for each field, and remembers its command', () => {
    const modal = renderForm(form);
    expect(modal && decodeCustomId(modal.custom_id)).toMatchObject({
      kind: 'form',
      path: form.path,
      args: form.args,
    });
    expect(modal).toMatchObject({
      title: 'Change this digest',
      components: [
        {
          label: 'About',
          component: { custom_id: 'query', style: 2, required: false, value: 'diffusion' },
        },
        {
          label: 'Papers',
          component: { custom_id: 'limit', style: 1, required: true, max_length: 2 },
        },
      ],
    });
  });

  test('what a field holds is kept whole, though it is longer than what may be typed', () => {
    const value = 'x'.repeat(1_200);
    const modal = renderForm({
      ...form,
      fields: form.fields.map((field) => ({ ...field, value })),
    });
    expect(modal && breaches(modal)).toEqual([]);
    expect(JSON.stringify(modal).split(value)).toHaveLength(3);
  });

  test('there is none where the hidden arguments do not fit', () => {
    expect(renderForm({ ...form, args: { digest: 'd'.repeat(100) } })).toBeUndefined();
  });

  test('property: any form keeps within the limits', () => {
    const field = fc.record({
      label: hostileText().map((text) => `A${text}`),
      description: hostileText(),
      value: hostileText(),
      required: fc.boolean(),
      maxLength: fc.integer({ min: 1, max: 10_000 }),
    });
    fc.assert(
      fc.property(
        hostileText(),
        fc.array(field, { minLength: 1, maxLength: 5 }),
        (title, fields) => {
          const named = fields.map((each, index) => ({ ...each, name: `field${index}` }));
          const modal = renderForm({ ...form, title: `A${title}`, fields: named });
          expect(modal && breaches(modal)).toEqual([]);
        },
      ),
    );
  });
});
