import { type APIAttachment, type APIMessage, ComponentType } from 'discord-api-types/v10';

/** A component of any kind, as JSON: the fake reads what it is sent before it knows what it is. */
export interface LooseComponent {
  readonly type: ComponentType;
  readonly id?: number;
  readonly custom_id?: string;
  readonly label?: string;
  readonly description?: string;
  readonly content?: string;
  readonly url?: string;
  readonly sku_id?: string;
  readonly style?: number;
  readonly emoji?: unknown;
  readonly disabled?: boolean;
  readonly value?: string;
  readonly required?: boolean;
  readonly placeholder?: string;
  readonly min_length?: number;
  readonly max_length?: number;
  readonly min_values?: number;
  readonly max_values?: number;
  readonly options?: readonly {
    readonly label: string;
    readonly value: string;
    readonly description?: string;
    readonly default?: boolean;
  }[];
  readonly components?: readonly LooseComponent[];
  readonly accessory?: LooseComponent;
  /** The input under a label of a modal. */
  readonly component?: LooseComponent;
  /** Where a file is: `attachment://NAME`. */
  readonly file?: { readonly url: string };
}

/** Components and everything inside them, depth first. */
export function allComponents(components: readonly LooseComponent[] = []): LooseComponent[] {
  return components.flatMap((each) => [
    each,
    ...allComponents(each.components),
    ...(each.accessory === undefined ? [] : allComponents([each.accessory])),
    ...(each.component === undefined ? [] : allComponents([each.component])),
  ]);
}

export function componentsOf(message: Pick<APIMessage, 'components'>): LooseComponent[] {
  return allComponents((message.components ?? []) as readonly LooseComponent[]);
}

export function isSelect({ type }: LooseComponent): boolean {
  return type === ComponentType.StringSelect || (type >= 5 && type <= 8);
}

/** What Discord says of a component where the bot said nothing. */
const defaults: Readonly<Partial<Record<ComponentType, object>>> = {
  [ComponentType.Container]: { accent_color: null, spoiler: false },
  [ComponentType.Separator]: { spacing: 1, divider: true },
  [ComponentType.StringSelect]: { min_values: 1, max_values: 1 },
};

/** Components as Discord gives them back: numbered from 1 where they have no `id`, without nulls, files found. */
export function asKept(
  components: readonly LooseComponent[],
  files: readonly APIAttachment[],
): LooseComponent[] {
  let last = 0;
  const keep = (component: LooseComponent): LooseComponent => {
    last += 1;
    const { components: inner, accessory, ...own } = component;
    return {
      ...defaults[own.type],
      ...withoutNulls(own),
      ...fileOf(own, files),
      id: own.id ?? last,
      ...(inner === undefined ? {} : { components: inner.map(keep) }),
      ...(accessory === undefined ? {} : { accessory: keep(accessory) }),
    } as LooseComponent;
  };
  return components.map(keep);
}

function fileOf({ file }: LooseComponent, files: readonly APIAttachment[]): object {
  const found = files.find(({ filename }) => file?.url === `attachment://${filename}`);
  if (found === undefined) return {};
  const { id, url, proxy_url, filename: name, size } = found;
  return { file: { id, url, proxy_url }, name, size, spoiler: false };
}

export function withoutNulls<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null)) as Value;
}
