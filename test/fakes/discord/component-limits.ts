import { ButtonStyle, ComponentType } from 'discord-api-types/v10';
import { allComponents, isSelect, type LooseComponent } from './components.ts';

const COMPONENTS = 40;
const TEXT_TOTAL = 4_000;
const CLASSIC_ROWS = 5;
const ROW_BUTTONS = 5;
const CUSTOM_ID = 100;
const LABEL = 80;
const BUTTON_URL = 512;
const OPTIONS = 25;
const OPTION_TEXT = 100;
const SELECT_PLACEHOLDER = 150;
const SECTION_TEXTS = 3;

/** `either`: an edit that does not say which; the message decides. */
export type Layout = 'classic' | 'v2' | 'either';

/** The rules of components in a message. */
export function checkComponents(components: readonly LooseComponent[], layout: Layout): string[] {
  const all = allComponents(components);
  const isClassic =
    layout === 'classic' ||
    (layout === 'either' && components.every((each) => each.type === ComponentType.ActionRow));
  const texts = all.filter(({ type }) => type === ComponentType.TextDisplay);
  const length = texts.reduce((sum, { content }) => sum + (content ?? '').length, 0);
  const problems: string[] = [];
  const say = (isWrong: boolean, problem: string) => isWrong && problems.push(problem);

  say(all.length > COMPONENTS, `there are ${all.length} of ${COMPONENTS} components`);
  say(length > TEXT_TOTAL, `the text displays have ${length} of ${TEXT_TOTAL} characters`);
  say(
    texts.some(({ content }) => (content ?? '').trim() === ''),
    'a text display is empty',
  );
  say(isClassic && components.length > CLASSIC_ROWS, `there are more than ${CLASSIC_ROWS} rows`);
  for (const each of components) {
    const isRow = each.type === ComponentType.ActionRow;
    say(isClassic && !isRow, `${nameOf(each)} needs the V2 flag`);
    say(isInner(each), `${nameOf(each)} cannot stand by itself`);
  }
  problems.push(
    ...duplicates(
      'custom_id',
      all.map(({ custom_id: id }) => id),
    ),
  );
  problems.push(
    ...duplicates(
      'id',
      all.map(({ id }) => (id === 0 ? undefined : id)),
    ),
  );
  return [...problems, ...all.flatMap(checkOne)];
}

export function duplicates(
  what: string,
  values: readonly (string | number | null | undefined)[],
): string[] {
  const given = values.filter((value) => value != null);
  const twice = given.filter((value, index) => given.indexOf(value) !== index);
  return [...new Set(twice)].map((value) => `${what} ${value} stands there twice`);
}

function nameOf({ type }: LooseComponent): string {
  return ComponentType[type] ?? `component ${type}`;
}

function isInner(component: LooseComponent): boolean {
  const { Button, Thumbnail, Label, TextInput } = ComponentType;
  return isSelect(component) || [Button, Thumbnail, Label, TextInput].includes(component.type);
}

function checkOne(component: LooseComponent): string[] {
  const name = component.custom_id;
  const isLong = name != null && (name.length === 0 || name.length > CUSTOM_ID);
  const problems = isLong
    ? [`custom_id ${name} has ${name.length} of ${CUSTOM_ID} characters`]
    : [];
  switch (component.type) {
    case ComponentType.Button:
      return [...problems, ...checkButton(component)];
    case ComponentType.ActionRow:
      return [...problems, ...checkRow(component)];
    case ComponentType.Section: {
      const inner = component.components ?? [];
      const isWrong =
        inner.length < 1 || inner.length > SECTION_TEXTS || component.accessory === undefined;
      return isWrong ? ['a section has 1 to 3 texts and an accessory'] : problems;
    }
    default:
      return isSelect(component) ? [...problems, ...checkSelect(component)] : problems;
  }
}

function checkButton({
  style,
  label,
  emoji,
  url,
  custom_id: id,
  sku_id: sku,
}: LooseComponent): string[] {
  const problems: string[] = [];
  const say = (isWrong: boolean, problem: string) => isWrong && problems.push(problem);
  const isLink = style === ButtonStyle.Link;
  const isPremium = style === ButtonStyle.Premium;
  say((label ?? '').length > LABEL, `the label ${label} is longer than ${LABEL} characters`);
  say(!isPremium && !label && emoji == null, 'a button needs a label or an emoji');
  say(isLink !== (url != null), 'a link button has a url, and no other button has');
  say(isPremium !== (sku != null), 'a premium button has a sku_id, and no other button has');
  say((isLink || isPremium) === (id != null), 'a button has a custom_id unless it is a link');
  const isWeb = url == null || /^(?:https?|discord):\/\//.test(url);
  say(!isWeb || (url ?? '').length > BUTTON_URL, `${url} is no url for a button`);
  return problems;
}

function checkRow({ components = [] }: LooseComponent): string[] {
  const selects = components.filter(isSelect).length;
  const buttons = components.filter(({ type }) => type === ComponentType.Button).length;
  if (selects + buttons < components.length) return ['a row has buttons or a select, nothing else'];
  const isFine =
    (selects === 0 && buttons >= 1 && buttons <= ROW_BUTTONS) || (selects === 1 && buttons === 0);
  return isFine ? [] : [`a row has 1 to ${ROW_BUTTONS} buttons or one select`];
}

/** The rules of a select, in a message or in a modal. */
export function checkSelect(select: LooseComponent): string[] {
  const { options = [], placeholder, min_values: min = 1, max_values: max = 1 } = select;
  const problems: string[] = [];
  const say = (isWrong: boolean, problem: string) => isWrong && problems.push(problem);
  say((placeholder ?? '').length > SELECT_PLACEHOLDER, 'the placeholder of a select is too long');
  if (select.type !== ComponentType.StringSelect) return problems;
  say(options.length < 1 || options.length > OPTIONS, `a select has 1 to ${OPTIONS} options`);
  say(min > max || max > OPTIONS || max > options.length, 'a select asks for more than it has');
  say(
    options.filter((each) => each.default === true).length > max,
    'a select has too many defaults',
  );
  for (const { label, value, description } of options) {
    const isLong = [label, value, description ?? ''].some((text) => text.length > OPTION_TEXT);
    say(isLong || label === '' || value === '', `the option ${label} is empty or too long`);
  }
  return [
    ...problems,
    ...duplicates(
      'the option',
      options.map(({ value }) => value),
    ),
  ];
}
