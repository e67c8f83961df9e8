import { existsSync, readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { type Operation, prepareSpec, type Schema, type Spec } from './prepare-spec.ts';

/** Each gives what is wrong, a line apiece; nothing when all is well. */
export interface OpenApiCheck {
  /** `path` is below `/api/v10`, without a query. */
  checkRequest(method: string, path: string, body: unknown): string[];
  checkResponse(method: string, path: string, status: number, body: unknown): string[];
}

const SPEC = '../shared/specs/discord-openapi.json';
const PROBLEMS = 6;
const checks = new Map<string, OpenApiCheck>();

/**
 * Judges bodies by Discord's own OpenAPI document; undefined where that is absent. All of it is compiled at once, and
 * kept: that takes a third of a second, which would make running clients miss heartbeats.
 */
export function createOpenApiCheck(path = SPEC): OpenApiCheck | undefined {
  if (!existsSync(path)) return undefined;
  const known = checks.get(path);
  const check = known ?? compile(JSON.parse(readFileSync(path, 'utf8')) as Spec);
  checks.set(path, check);
  return check;
}

interface CompiledOperation {
  readonly method: string;
  readonly segments: readonly string[];
  readonly request: ValidateFunction | undefined;
  /** By status, such as `200` and `4XX`. */
  readonly responses: ReadonlyMap<string, ValidateFunction | undefined>;
}

function compile(spec: Spec): OpenApiCheck {
  const { paths, components } = prepareSpec(spec);
  const ajv = new Ajv2020({ strict: false, allErrors: true, verbose: true });
  for (const [name, check] of Object.entries(formats)) ajv.addFormat(name, check);
  ajv.addSchema({ $id: 'discord', components: { schemas: components.schemas } });

  const schemaOf = (content: Operation['requestBody']): ValidateFunction | undefined => {
    const schema = content?.content?.['application/json']?.schema;
    return schema === undefined ? undefined : ajv.compile(absolute(schema));
  };
  const responseOf = ({ $ref, ...own }: Operation['responses'][string]) =>
    schemaOf($ref === undefined ? own : components.responses[$ref.split('/').at(-1) ?? '']);
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => operation.responses !== undefined)
      .map(
        ([method, operation]): CompiledOperation => ({
          method: method.toUpperCase(),
          segments: path.split('/'),
          request: schemaOf(operation.requestBody),
          responses: new Map(
            Object.entries(operation.responses).map(([status, each]) => [status, responseOf(each)]),
          ),
        }),
      ),
  );
  const names = ({ segments }: CompiledOperation) =>
    segments.filter((segment) => segment.startsWith('{')).length;
  operations.sort((one, other) => names(one) - names(other));

  const find = (method: string, path: string) => {
    const segments = path.split('/');
    return operations.find((operation) => operation.method === method && fits(operation, segments));
  };
  return {
    checkRequest(method, path, body) {
      const operation = find(method, path);
      if (operation === undefined) return [`${method} ${path} is not in the spec`];
      if (operation.request === undefined) return [];
      return problemsOf(operation.request, body);
    },
    checkResponse(method, path, status, body) {
      const operation = find(method, path);
      if (operation === undefined) return [`${method} ${path} is not in the spec`];
      const { responses } = operation;
      const name = responses.has(String(status)) ? String(status) : `${Math.floor(status / 100)}XX`;
      if (!responses.has(name)) return [`${method} ${path} never answers ${status}`];
      const validate = responses.get(name);
      return validate === undefined ? [] : problemsOf(validate, body);
    },
  };
}

function fits({ segments }: CompiledOperation, path: readonly string[]): boolean {
  const isOne = (segment: string, index: number) =>
    segment.startsWith('{') || segment === path[index];
  return segments.length === path.length && segments.every(isOne);
}

/** References of an operation, to the document that holds the schemas. */
function absolute(schema: Schema): Schema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"discord#/components/'));
}

function problemsOf(validate: ValidateFunction, body: unknown): string[] {
  if (validate(body)) return [];
  const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if');
  return [...new Set(errors.map(describe))].slice(0, PROBLEMS);
}

function describe({ instancePath, message, params, data }: ErrorObject): string {
  const detail = params.unevaluatedProperty ?? params.allowedValues?.join(', ');
  const place = instancePath === '' ? 'the body' : instancePath;
  const found =
    data === undefined || typeof data === 'object'
      ? ''
      : ` (it is ${JSON.stringify(data)?.slice(0, 80)})`;
  return `${place} ${message}${detail === undefined ? '' : `: ${detail}`}${found}`;
}

const isIntegerBelow = (limit: number) => (value: number) =>
  Number.isInteger(value) && value >= -limit && value < limit;

/** The formats of the spec. Ids and nonces are Discord's own. */
const formats = {
  snowflake: /^\d{1,20}$/,
  nonce: /^[\s\S]{0,25}$/,
  uri: (text: string) => URL.canParse(text),
  'date-time': (text: string) => /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text)),
  int32: { type: 'number', validate: isIntegerBelow(2 ** 31) },
  int64: { type: 'number', validate: isIntegerBelow(2 ** 63) },
  double: { type: 'number', validate: Number.isFinite },
} as const;
