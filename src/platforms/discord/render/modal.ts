import type { APIModalInteractionResponseCallbackData } from 'discord-api-types/v10';
import type { Form, FormField } from '../../../core/form.ts';
import { clip } from '../../../core/text/clip.ts';
import { visible } from '../../../core/text/visible.ts';
import { encodeForm } from './custom-id.ts';
import { limits } from './limits.ts';

type Label = Extract<
  APIModalInteractionResponseCallbackData['components'][number],
  { component: object }
>;

const styles = { short: 1, paragraph: 2 } as const;
/** More is typed in several lines. */
const longestLine = 100;

/**
 * A form as a modal; undefined where its command and hidden arguments do not fit into an id. `grantedAt`: when Discord let
 * the person use the command, where their own rights would not do.
 */
export function renderForm(
  { title, path, args, fields }: Form,
  grantedAt?: number,
): APIModalInteractionResponseCallbackData | undefined {
  const id = encodeForm({ path, args }, { grantedAt });
  if (id === undefined) return undefined;
  return {
    custom_id: id,
    title: clip(visible(title), limits.modalTitle),
    components: fields.slice(0, limits.modalFields).map(labelOf),
  };
}

/** What a field holds is never cut: its limit grows with it. */
function labelOf({ name, label, description, value = '', required, maxLength }: FormField): Label {
  const held = value.slice(0, limits.modalText).toWellFormed();
  const hint = clip(visible(description), limits.modalDescription).trim();
  return {
    type: 18,
    label: clip(visible(label), limits.modalLabel),
    ...(hint !== '' && { description: hint }),
    component: {
      type: 4,
      custom_id: name,
      style: maxLength > longestLine ? styles.paragraph : styles.short,
      required,
      max_length: Math.min(limits.modalText, Math.max(maxLength, held.length, 1)),
      ...(held !== '' && { value: held }),
    },
  };
}
