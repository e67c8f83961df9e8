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
  string,
  tagged,
  yesOrNo,
} from './check.ts';

export const id = string(255, 1);

/** Words without markup. */
export function plain(max: number): Check {
  return object({ type: oneOf('plain_text'), text: string(max, 1) }, { emoji: yesOrNo });
}

export function mrkdwn(max: number): Check {
  return object({ type: oneOf('mrkdwn'), text: string(max, 1) }, { verbatim: yesOrNo });
}

export function text(max: number): Check {
  return tagged({ plain_text: plain(max), mrkdwn: mrkdwn(max) });
}

/** Slack takes web addresses and `mailto:` alone in buttons. */
export const url = all(string(3_000), matching(/^(https?|mailto):/, 'address'));

const confirm = object(
  { title: plain(100), text: text(300), confirm: plain(30), deny: plain(30) },
  { style: oneOf('primary', 'danger') },
);

const common: Fields = { action_id: id, confirm };
const focus: Fields = { focus_on_load: yesOrNo, placeholder: plain(150) };
const dispatch: Fields = { dispatch_action_config: anything };

function element(type: string, required: Fields = {}, optional: Fields = {}): Check {
  return object({ type: oneOf(type), ...required }, { ...common, ...optional });
}

function option(label: Check): Check {
  return object({ text: label, value: string(75, 1) }, { description: plain(75) });
}

const menuOption = option(plain(75));
const boxOption = object({ text: text(75), value: string(75, 1) }, { description: text(75) });
const overflowOption = object(
  { text: plain(75), value: string(75, 1) },
  { description: plain(75), url },
);
const group = object({ label: plain(75), options: list(menuOption, 100) });
const options: Fields = { options: list(menuOption, 100), option_groups: list(group, 100) };

/** Options or groups of options, one of the two. */
const hasOptions: Check = (value, path, say) => {
  const { options: plainOptions, option_groups: groups } = value as Record<string, unknown>;
  if ((plainOptions === undefined) === (groups === undefined)) {
    say(path, 'needs options or option_groups, and not both');
  }
};

export const button = element(
  'button',
  { text: plain(75) },
  {
    value: string(2_000),
    url,
    style: oneOf('primary', 'danger'),
    accessibility_label: string(75, 1),
  },
);

const many: Fields = { max_selected_items: number(1, 100) };
const zone = string(100, 1);

export const elements: Readonly<Record<string, Check>> = {
  button,
  overflow: element('overflow', { options: list(overflowOption, 5) }),
  static_select: all(
    element('static_select', {}, { ...options, ...focus, initial_option: menuOption }),
    hasOptions,
  ),
  multi_static_select: all(
    element(
      'multi_static_select',
      {},
      { ...options, ...focus, ...many, initial_options: list(menuOption, 100) },
    ),
    hasOptions,
  ),
  external_select: element(
    'external_select',
    {},
    { ...focus, min_query_length: number(0, 100), initial_option: menuOption },
  ),
  users_select: element('users_select', {}, { ...focus, initial_user: id }),
  channels_select: element(
    'channels_select',
    {},
    { ...focus, initial_channel: id, response_url_enabled: yesOrNo },
  ),
  conversations_select: element(
    'conversations_select',
    {},
    {
      ...focus,
      initial_conversation: id,
      default_to_current_conversation: yesOrNo,
      response_url_enabled: yesOrNo,
      filter: object(
        {},
        {
          include: list(oneOf('im', 'mpim', 'private', 'public'), 4),
          exclude_external_shared_channels: yesOrNo,
          exclude_bot_users: yesOrNo,
        },
      ),
    },
  ),
  checkboxes: element(
    'checkboxes',
    { options: list(boxOption, 10) },
    { focus_on_load: yesOrNo, initial_options: list(boxOption, 10) },
  ),
  radio_buttons: element(
    'radio_buttons',
    { options: list(boxOption, 10) },
    { focus_on_load: yesOrNo, initial_option: boxOption },
  ),
  timepicker: element(
    'timepicker',
    {},
    { ...focus, initial_time: matching(/^([01]\d|2[0-3]):[0-5]\d$/, 'time HH:mm'), timezone: zone },
  ),
  datepicker: element(
    'datepicker',
    {},
    { ...focus, initial_date: matching(/^\d{4}-\d\d-\d\d$/, 'date YYYY-MM-DD') },
  ),
};

export const inputs: Readonly<Record<string, Check>> = {
  plain_text_input: element(
    'plain_text_input',
    {},
    {
      ...focus,
      ...dispatch,
      initial_value: string(3_000),
      multiline: yesOrNo,
      min_length: number(0, 3_000),
      max_length: number(1, 3_000),
    },
  ),
  number_input: element(
    'number_input',
    { is_decimal_allowed: yesOrNo },
    {
      ...focus,
      ...dispatch,
      initial_value: string(30),
      min_value: string(30),
      max_value: string(30),
    },
  ),
  email_text_input: element(
    'email_text_input',
    {},
    { ...focus, ...dispatch, initial_value: string(3_000) },
  ),
  url_text_input: element(
    'url_text_input',
    {},
    { ...focus, ...dispatch, initial_value: string(3_000) },
  ),
};

export const image = object(
  { type: oneOf('image'), alt_text: string(2_000, 1), image_url: url },
  {},
);
