import { button, elements, id, image, inputs, mrkdwn, plain, text, url } from './block-elements.ts';
import {
  all,
  anything,
  type Check,
  type Fields,
  list,
  matching,
  number,
  object,
  oneOf,
  repeated,
  string,
  tagged,
  yesOrNo,
} from './check.ts';

/** Where blocks stand. */
export type Surface = 'message' | 'modal' | 'home';

function block(type: string, required: Fields = {}, optional: Fields = {}): Check {
  return object({ type: oneOf(type), ...required }, { block_id: id, ...optional });
}

const hasTextOrFields: Check = (value, path, say) => {
  const { text: words, fields } = value as Record<string, unknown>;
  if (words === undefined && fields === undefined) say(path, 'needs text or fields');
};

const distinctActions: Check = (value, path, say) => {
  const { elements: held } = value as { readonly elements?: unknown };
  const found: readonly unknown[] = Array.isArray(held) ? held : [];
  const twice = repeated(found.map((each) => (each as { action_id?: unknown } | null)?.action_id));
  if (twice !== undefined) say(path, `action_id ${twice} stands twice`);
};

const accessory = tagged({ ...elements, image });
const { button: _, overflow: __, ...fillable } = elements;

const richText = block('rich_text', {
  elements: list(
    object(
      {
        type: matching(/^rich_text_(section|list|quote|preformatted)$/, 'rich text element'),
        elements: list(anything, 1_000),
      },
      { style: oneOf('bullet', 'ordered'), indent: number(0, 8), border: oneOf(0, 1) },
    ),
    1_000,
  ),
});

const cell = tagged({
  rich_text: richText,
  raw_text: object({ type: oneOf('raw_text'), text: string(10_000, 1) }),
  raw_number: object({
    type: oneOf('raw_number'),
    value: number(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY),
    text: string(10_000, 1),
  }),
});

const inContainer: Readonly<Record<string, Check>> = {
  header: block('header', { text: plain(150) }),
  section: all(
    block(
      'section',
      {},
      { text: text(3_000), fields: list(text(2_000), 10), accessory, expand: yesOrNo },
    ),
    hasTextOrFields,
  ),
  context: block('context', {
    elements: list(tagged({ image, plain_text: plain(3_000), mrkdwn: mrkdwn(3_000) }), 10),
  }),
  actions: all(block('actions', { elements: list(tagged(elements), 25) }), distinctActions),
  divider: block('divider'),
  image: block('image', { alt_text: string(2_000, 1), image_url: url }, { title: plain(2_000) }),
  input: block(
    'input',
    { label: plain(2_000), element: tagged({ ...fillable, ...inputs }) },
    { hint: plain(2_000), optional: yesOrNo, dispatch_action: yesOrNo },
  ),
  rich_text: richText,
  table: block(
    'table',
    { rows: list(list(cell, 20), 100) },
    { column_settings: list(anything, 20) },
  ),
};

const card = block(
  'card',
  {},
  {
    hero_image: image,
    icon: image,
    title: mrkdwn(150),
    subtitle: mrkdwn(150),
    body: mrkdwn(200),
    actions: list(button, 3),
  },
);

const iconButton = object(
  { type: matching(/^(icon_button|feedback_buttons)$/, 'element of context_actions') },
  {
    action_id: id,
    icon: string(255, 1),
    text: plain(75),
    value: string(2_000),
    accessibility_label: string(75, 1),
    confirm: anything,
    visible_to_user_ids: list(id, 100),
    positive_button: anything,
    negative_button: anything,
  },
);

const everywhere: Readonly<Record<string, Check>> = {
  ...inContainer,
  card,
  carousel: block('carousel', { elements: list(card, 10) }),
  container: block(
    'container',
    { child_blocks: list(tagged(inContainer), 10) },
    {
      title: plain(150),
      rich_text_title: richText,
      subtitle: text(150),
      width: oneOf('narrow', 'standard', 'wide', 'full'),
      icon: image,
      is_collapsible: yesOrNo,
      default_collapsed: yesOrNo,
      has_header_divider: yesOrNo,
    },
  ),
};

const onlyInMessages: Readonly<Record<string, Check>> = {
  markdown: block('markdown', { text: string(12_000, 1) }),
  context_actions: block('context_actions', { elements: list(iconButton, 5) }),
};

const onlyInModals: Readonly<Record<string, Check>> = {
  alert: block(
    'alert',
    { text: text(200) },
    { level: oneOf('default', 'info', 'warning', 'error', 'success') },
  ),
};

/** The blocks that may stand on a surface, and how many. */
export const surfaces: Readonly<Record<Surface, Check>> = {
  message: list(tagged({ ...everywhere, ...onlyInMessages }), 50, 0),
  modal: list(tagged({ ...everywhere, ...onlyInModals }), 100, 0),
  home: list(tagged(everywhere), 100, 0),
};
