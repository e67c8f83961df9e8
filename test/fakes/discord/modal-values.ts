import { isSelect, type LooseComponent } from './components.ts';

type Values = Readonly<Record<string, string>>;

/**
 * What stands in each input of a modal, by custom_id: what was typed, or else what it held.
 * Throws for what Discord's client would not send: an unknown input, a required one left empty, too much text.
 */
export function filledIn(components: readonly LooseComponent[], typed: Values): Values {
  const labels = components.filter(({ component }) => component !== undefined);
  const labelOf = (input: LooseComponent) =>
    labels.find(({ component }) => component === input)?.label ?? input.label;
  const inputs = components.filter((each) => each.custom_id !== undefined);
  const namesOf = (input: LooseComponent) => [labelOf(input), input.custom_id];
  const known = inputs.flatMap(namesOf);
  const unknown = Object.keys(typed).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new Error(`The modal has no input “${unknown}”. It has: ${known.join(', ')}.`);
  }
  return Object.fromEntries(
    inputs.map((input) => {
      const name = namesOf(input).find((each) => each !== undefined && each in typed);
      const value = (name === undefined ? undefined : typed[name]) ?? heldBy(input);
      checkValue(input, value);
      return [input.custom_id, value];
    }),
  );
}

function heldBy(input: LooseComponent): string {
  return input.value ?? input.options?.find((option) => option.default === true)?.value ?? '';
}

function checkValue(input: LooseComponent, value: string): void {
  const { custom_id: id, required = true, min_length: min = 0, max_length: max = 4_000 } = input;
  if (required && value === '') throw new Error(`“${id}” must be filled in.`);
  if (value === '') return;
  if (isSelect(input)) {
    const isOption = input.options?.some((option) => option.value === value) === true;
    if (!isOption) throw new Error(`“${id}” has no option “${value}”.`);
  } else if (value.length < min || value.length > max) {
    throw new Error(`“${id}” takes ${min} to ${max} characters.`);
  }
}

/** The components of a submission, shaped as the modal was. */
export function modalComponents(components: readonly LooseComponent[], values: Values): object[] {
  return components.map(({ type, id = 0, components: row, component }) => ({
    type,
    id,
    ...(row === undefined ? {} : { components: row.map((each) => submitted(each, values)) }),
    ...(component === undefined ? {} : { component: submitted(component, values) }),
  }));
}

function submitted(input: LooseComponent, values: Values): object {
  const { type, id = 0, custom_id: name = '' } = input;
  const value = values[name] ?? '';
  const held = isSelect(input) ? { values: value === '' ? [] : [value] } : { value };
  return { type, id, custom_id: name, ...held };
}
