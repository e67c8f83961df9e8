/** Says what is wrong with a value that stands at a path. */
export type Say = (path: string, problem: string) => void;
export type Check = (value: unknown, path: string, say: Say) => void;

/** A value in a sentence. Not String(), which objects can make throw. */
function word(value: unknown): string {
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

export type Fields = Readonly<Record<string, Check>>;

/** Text of a length, in UTF-16 units. Half a surrogate pair is no text. */
export function string(max: number, min = 0): Check {
  return (value, path, say) => {
    if (typeof value !== 'string') return say(path, 'is no text');
    if (value.length > max) say(path, `${value.length} characters, at most ${max}`);
    if (value.length < min) say(path, `${value.length} characters, at least ${min}`);
    if (!value.isWellFormed()) say(path, 'has half a surrogate pair');
  };
}

export function number(min: number, max: number): Check {
  return (value, path, say) => {
    if (typeof value !== 'number' || !(value >= min && value <= max)) {
      say(path, `${word(value)} is no number from ${min} to ${max}`);
    }
  };
}

export const yesOrNo: Check = (value, path, say) => {
  if (typeof value !== 'boolean') say(path, 'is neither true nor false');
};

export const anything: Check = () => undefined;

export function matching(pattern: RegExp, what: string): Check {
  return (value, path, say) => {
    if (typeof value !== 'string' || !pattern.test(value))
      say(path, `${word(value)} is no ${what}`);
  };
}

export function oneOf(...values: readonly unknown[]): Check {
  return (value, path, say) => {
    if (!values.includes(value)) say(path, `${word(value)} is none of ${values.join(', ')}`);
  };
}

export function list(item: Check, max: number, min = 1): Check {
  return (value, path, say) => {
    if (!Array.isArray(value)) return say(path, 'is no list');
    if (value.length > max) say(path, `${value.length} items, at most ${max}`);
    if (value.length < min) say(path, `${value.length} items, at least ${min}`);
    for (const [index, each] of value.entries()) item(each, `${path}[${index}]`, say);
  };
}

/** An object with these keys and no others. */
export function object(required: Fields, optional: Fields = {}): Check {
  return (value, path, say) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return say(path, 'is no object');
    }
    for (const key of Object.keys(required)) {
      if (!(key in value)) say(path, `${key} is missing`);
    }
    const fields: Fields = { ...required, ...optional };
    for (const [key, each] of Object.entries(value)) {
      const check = Object.hasOwn(fields, key) ? fields[key] : undefined;
      if (check === undefined) say(path, `unknown key ${key}`);
      else check(each, path === '' ? key : `${path}.${key}`, say);
    }
  };
}

/** An object whose `type` says what else it has. */
export function tagged(kinds: Readonly<Record<string, Check>>): Check {
  return (value, path, say) => {
    const type = word((value as { type?: unknown } | null)?.type);
    const check = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
    if (check === undefined) return say(path, `a ${type} cannot stand here`);
    check(value, path, say);
  };
}

/** All of several checks. */
export function all(...checks: readonly Check[]): Check {
  return (value, path, say) => {
    for (const check of checks) check(value, path, say);
  };
}

/** The first of the texts that stands twice. */
export function repeated(values: readonly unknown[]): string | undefined {
  const texts = values.filter((value) => typeof value === 'string');
  return texts.find((text, index) => texts.indexOf(text) !== index);
}
