import {
  type APIApplicationCommandOptionChoice,
  type APIModalInteractionResponseCallbackData,
  ComponentType,
} from 'discord-api-types/v10';
import { checkSelect, duplicates } from './component-limits.ts';
import { allComponents, isSelect, type LooseComponent } from './components.ts';

const TITLE = 45;
const COMPONENTS = 5;
const LABEL = 45;
const DESCRIPTION = 100;
const INPUT = 4_000;
const PLACEHOLDER = 100;
const CUSTOM_ID = 100;
const CHOICES = 25;
const CHOICE_TEXT = 100;

/** The rules of a modal. */
export function checkModal(modal: APIModalInteractionResponseCallbackData): string[] {
  const top = modal.components as unknown as readonly LooseComponent[];
  const all = allComponents(top);
  const problems: string[] = [];
  const say = (isWrong: boolean, problem: string) => isWrong && problems.push(problem);
  const isBetween = (text: string | undefined, least: number, most: number) =>
    (text ?? '').length >= least && (text ?? '').length <= most;

  say(!isBetween(modal.title, 1, TITLE), `the title of a modal has 1 to ${TITLE} characters`);
  say(!isBetween(modal.custom_id, 1, CUSTOM_ID), 'the custom_id of the modal is empty or too long');
  say(top.length < 1 || top.length > COMPONENTS, `a modal has 1 to ${COMPONENTS} components`);
  for (const each of all) {
    const { custom_id: id } = each;
    say(id !== undefined && !isBetween(id, 1, CUSTOM_ID), `custom_id ${id} is empty or too long`);
    if (each.type === ComponentType.Label) {
      say(!isBetween(each.label, 1, LABEL), `the label ${each.label} is empty or too long`);
      say(
        !isBetween(each.description, 0, DESCRIPTION),
        `the description of ${each.label} is too long`,
      );
      say(each.component === undefined, `there is nothing under ${each.label}`);
    }
    if (each.type === ComponentType.TextInput) problems.push(...checkInput(each));
    if (isSelect(each)) problems.push(...checkSelect(each));
  }
  return [
    ...problems,
    ...duplicates(
      'custom_id',
      all.map((each) => each.custom_id),
    ),
  ];
}

function checkInput(input: LooseComponent): string[] {
  const { custom_id: id, value, placeholder, min_length: min = 0, max_length: max = INPUT } = input;
  const problems: string[] = [];
  const say = (isWrong: boolean, problem: string) => isWrong && problems.push(problem);
  const length = (value ?? '').length;
  say((placeholder ?? '').length > PLACEHOLDER, `the placeholder of ${id} is too long`);
  say(max < 1 || max > INPUT || min > max, `${id} takes ${min} to ${max} characters`);
  say(length > 0 && (length < min || length > max), `the value of ${id} does not fit ${id}`);
  return problems;
}

/** The rules of what autocomplete offers. */
export function checkChoices(choices: readonly APIApplicationCommandOptionChoice[]): string[] {
  const problems =
    choices.length > CHOICES ? [`there are ${choices.length} of ${CHOICES} choices`] : [];
  for (const { name, value } of choices) {
    const isEmpty = name === '' || value === '';
    const isLong = name.length > CHOICE_TEXT || String(value).length > CHOICE_TEXT;
    if (isEmpty || isLong) problems.push(`the choice ${name} is empty or too long`);
  }
  return problems;
}
