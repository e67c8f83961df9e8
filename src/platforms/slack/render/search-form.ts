import type { ModalView } from '@slack/types';
import type { Form } from '../../../core/form.ts';
import { type ChannelQuestion, type Metadata, renderForm } from './modal.ts';

/** What the global shortcut asks for. */
export const searchForm: Form = {
  title: 'Search papers',
  path: ['papers', 'search'],
  args: {},
  fields: [
    {
      name: 'query',
      label: 'Search for',
      description: 'Words, "phrases", title:word, author:name, has:code, since:7d or an arXiv id',
      required: true,
      maxLength: 500,
    },
  ],
};

/** The form with what was typed into it. */
export function refilled(form: Form, typed: Readonly<Record<string, string>>): Form {
  const fields = form.fields.map(({ value: _, ...field }) => {
    const value = typed[field.name];
    return value === undefined ? field : { ...field, value };
  });
  return { ...form, fields };
}

/** A form as a modal. Only a search is not saved. */
export function formView(
  form: Form,
  metadata: Metadata,
  channel?: ChannelQuestion,
): ModalView | undefined {
  const view = renderForm(form, metadata, channel);
  if (view === undefined || form.path !== searchForm.path) return view;
  return { ...view, submit: { type: 'plain_text', text: 'Search' } };
}
