export type Schema = { readonly [key: string]: unknown };

/** What is used of an OpenAPI document. */
export interface Spec {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly responses: Readonly<Record<string, Content>>;
  };
}

export interface Operation {
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content & { readonly $ref?: string }>>;
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}

const SCHEMA_PREFIX = '#/components/schemas/';
/** What discord.js sends with every message, and Discord takes. */
const alsoSent: Schema = {
  tts: { type: ['boolean', 'null'] },
  enforce_nonce: { type: ['boolean', 'null'] },
};

/**
 * Makes the spec fit for use: objects take no unknown keys, a union that is told apart by `type` gives one readable
 * error instead of one per member, as does one of constants, and what is known to be wrong in it is mended.
 */
export function prepareSpec(spec: Spec): Spec {
  const { schemas } = spec.components;
  const parts = partsOfAllOf(spec);
  const prepared = Object.entries(schemas).map(([name, schema]): [string, Schema] => {
    const mended = mend(name, schema);
    return [name, rewrite(parts.has(name) ? mended : closed(mended), schemas) as Schema];
  });
  return {
    paths: rewrite(spec.paths, schemas) as Spec['paths'],
    components: { ...spec.components, schemas: Object.fromEntries(prepared) },
  };
}

/** Schemas that another one is put together from: they must not forbid what the others say. */
function partsOfAllOf(value: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const each of value) partsOfAllOf(each, found);
  else if (isSchema(value)) {
    for (const [key, each] of Object.entries(value)) {
      if (key === 'allOf') for (const part of each as Schema[]) found.add(nameOf(part) ?? '');
      partsOfAllOf(each, found);
    }
  }
  return found;
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nameOf({ $ref }: Schema): string | undefined {
  return typeof $ref === 'string' && $ref.startsWith(SCHEMA_PREFIX)
    ? $ref.slice(SCHEMA_PREFIX.length)
    : undefined;
}

function closed(schema: Schema): Schema {
  const isOpen = 'additionalProperties' in schema;
  const isObject = 'properties' in schema || 'allOf' in schema;
  return isObject && !isOpen && hasType(schema, 'object')
    ? { ...schema, unevaluatedProperties: false }
    : schema;
}

function hasType({ type }: Schema, name: string): boolean {
  return type === name || (Array.isArray(type) && type.includes(name));
}

/** Where Discord's documentation, and what clients send, differ from the spec. */
const corrections: Readonly<Record<string, Schema>> = {
  Error: { code: { type: ['integer', 'string'] } },
  MessageAttachmentRequest: { id: { type: ['integer', 'string'] } },
  CreatedThreadResponse: { message: { $ref: `${SCHEMA_PREFIX}MessageResponse` } },
  ApplicationCommandUpdateRequest: { default_member_permissions: { type: ['string', 'null'] } },
  ApplicationCommandCreateRequest: { default_member_permissions: { type: ['string', 'null'] } },
};

function mend(name: string, schema: Schema): Schema {
  const { properties } = schema;
  if (!isSchema(properties)) return schema;
  const sent = 'allowed_mentions' in properties ? alsoSent : {};
  return { ...schema, properties: { ...properties, ...sent, ...corrections[name] } };
}

function rewrite(value: unknown, schemas: Spec['components']['schemas']): unknown {
  if (Array.isArray(value)) return value.map((each) => rewrite(each, schemas));
  if (!isSchema(value)) return value;
  const members = value.oneOf ?? value.anyOf;
  if (Array.isArray(members)) return union(value, members as Schema[], schemas);
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, rewrite(each, schemas)]),
  );
}

function union(
  whole: Schema,
  members: readonly Schema[],
  schemas: Spec['components']['schemas'],
): Schema {
  const constants = members.map((member) => member.const);
  if (!constants.includes(undefined)) {
    const { oneOf: _, ...rest } = whole;
    return { ...rest, enum: constants };
  }
  const others = members.filter((member) => member.type !== 'null');
  const tags = others.map((member) => tagOf(member, schemas));
  const isTagged = tags.length > 1 && tags.every((tag) => tag !== undefined);
  const rewritten = others.map((member) => rewrite(member, schemas) as Schema);
  const rest = isTagged
    ? tagged(rewritten, tags)
    : rewritten.length === 1
      ? rewritten[0]
      : { [whole.oneOf === undefined ? 'anyOf' : 'oneOf']: rewritten };
  const isNullable = others.length < members.length;
  return isNullable ? { if: { type: 'null' }, else: rest } : { ...rest };
}

/** The values of `type` that a member of a union stands for. */
function tagOf(
  member: Schema,
  schemas: Spec['components']['schemas'],
): readonly unknown[] | undefined {
  const name = nameOf(member);
  const schema = name === undefined ? member : schemas[name];
  const properties = isSchema(schema?.properties) ? schema.properties : {};
  const tag = isSchema(properties.type) ? properties.type.enum : undefined;
  return Array.isArray(tag) ? tag : undefined;
}

function tagged(
  members: readonly Schema[],
  tags: readonly (readonly unknown[] | undefined)[],
): Schema {
  const allOf = members.map((member, index) => ({
    if: { not: { properties: { type: { enum: tags[index] ?? [] } } } },
    else: member,
  }));
  return {
    type: 'object',
    required: ['type'],
    properties: { type: { enum: tags.flatMap((tag) => tag ?? []) } },
    allOf,
  };
}
