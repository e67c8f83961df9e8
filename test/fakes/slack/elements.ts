/** An interactive element as it is kept: it has an id. */
export interface FoundElement {
  readonly blockId: string;
  readonly element: Readonly<Record<string, unknown>> & {
    readonly type: string;
    readonly action_id: string;
  };
  /** Of an input block: what stands above it. */
  readonly label?: string;
  readonly isOptional: boolean;
  readonly isInput: boolean;
}

/** Every interactive element of blocks, in the order in which they stand. */
export function elementsOf(blocks: readonly Readonly<Record<string, unknown>>[]): FoundElement[] {
  return blocks.flatMap((block) => {
    const { block_id: id, elements, accessory, element, label, actions, child_blocks } = block;
    const nested = [...list(child_blocks), ...(block.type === 'carousel' ? list(elements) : [])];
    if (nested.length > 0) return elementsOf(nested);
    const isInput = block.type === 'input';
    return [...list(elements), ...list(accessory), ...list(element), ...list(actions)]
      .filter((found): found is FoundElement['element'] => typeof found.action_id === 'string')
      .map((found) => ({
        blockId: String(id),
        element: found,
        isInput,
        isOptional: !isInput || block.optional === true,
        ...(isInput && { label: textOf(label) }),
      }));
  });
}

function list(value: unknown): Readonly<Record<string, unknown>>[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.filter(
    (item): item is Record<string, unknown> => typeof item === 'object' && item !== null,
  );
}

export function textOf(value: unknown): string {
  return String((value as { text?: unknown } | undefined)?.text ?? '');
}

/** The element by its action id, its words, or what a screen reader says for it. `nth` from 0. */
export function findElement(
  blocks: readonly Readonly<Record<string, unknown>>[],
  which: string,
  nth = 0,
): FoundElement {
  const all = elementsOf(blocks);
  const names = ({ element, label }: FoundElement) => [
    element.action_id,
    textOf(element.text),
    String(element.accessibility_label ?? ''),
    textOf(element.placeholder),
    label ?? '',
  ];
  const found = all.filter((each) => names(each).includes(which))[nth];
  if (found !== undefined) return found;
  const there = all.map((each) =>
    names(each).find((name) => name !== each.element.action_id && name),
  );
  throw new Error(
    `there is no "${which}" to press or fill; there is ${there.join(', ') || 'nothing'}`,
  );
}

export interface Choice {
  readonly text: { readonly type: 'plain_text'; readonly text: string };
  readonly value: string;
}

/** The option with this value or these words. */
export function findOption({ element }: FoundElement, wanted: string): Choice {
  const groups = list(element.option_groups).flatMap(({ options }) => list(options));
  const all = [...list(element.options), ...groups] as unknown as Choice[];
  const found = all.find(({ value, text }) => value === wanted || text.text === wanted);
  if (found !== undefined) return found;
  throw new Error(`"${wanted}" is none of ${all.map(({ text }) => text.text).join(', ')}`);
}
