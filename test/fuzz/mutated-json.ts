import fc from 'fast-check';
import { mutatedText } from './mutations.ts';

type Container = Record<string | number, unknown>;

interface Change {
  readonly kind: 'replace' | 'remove' | 'rename' | 'add';
  /** Which of all places. */
  readonly at: number;
  readonly key: string;
  readonly value: unknown;
}

const hostileKeys = fc.constantFrom(
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'length',
  'then',
  'toJSON',
  '',
  '0',
  'id',
  'type',
  'kind',
);

/** Values that JSON can hold and that readers stumble over. `texts`: what strings there are. */
function hostileValue(texts: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 6, arbitrary: texts },
    {
      weight: 4,
      arbitrary: fc.constantFrom<unknown>(
        ...[null, true, false, 0, -1, -0, 0.5, 1e21, -1e308, 2 ** 53, 2 ** 31, 1e-9, '', ' '],
        ...[[], {}, [null], [[]], { length: 1e9 }, [{}], '1', '-1', 'NaN', 'null', 'true'],
      ),
    },
    { weight: 2, arbitrary: fc.jsonValue() },
    { weight: 1, arbitrary: fc.nat(300).map(nested) },
    { weight: 1, arbitrary: texts.map((text) => Array.from({ length: 500 }, () => text)) },
  );
}

function nested(depth: number): unknown {
  let value: unknown = 'deep';
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

/** A copy of one of the values, which are objects or lists, with a few changes anywhere in it, perhaps none. */
export function mutatedJson(
  values: fc.Arbitrary<unknown>,
  texts: fc.Arbitrary<string>,
): fc.Arbitrary<unknown> {
  const change: fc.Arbitrary<Change> = fc.record({
    kind: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'rename', 'add'),
    at: fc.nat(0xffff),
    key: hostileKeys,
    value: hostileValue(texts),
  });
  return fc
    .tuple(values, fc.array(change, { maxLength: 5 }))
    .map(([value, changes]) => changed(value, changes));
}

/** The same as JSON text, of which some is no longer JSON. */
export function mutatedJsonText(
  values: fc.Arbitrary<unknown>,
  texts: fc.Arbitrary<string>,
): fc.Arbitrary<string> {
  const written = mutatedJson(values, texts).map((value) => JSON.stringify(value));
  return fc.oneof({ weight: 3, arbitrary: written }, mutatedText(written));
}

function changed(value: unknown, changes: readonly Change[]): unknown {
  const copy = structuredClone(value);
  for (const change of changes) {
    const places = placesIn(copy as Container);
    const place = places[Math.floor((change.at / 0x10000) * places.length)];
    if (place !== undefined) apply(place, change);
  }
  return copy;
}

interface Place {
  readonly holder: Container;
  readonly key: string;
}

/** Every place that holds a value, some thousands at most. */
function placesIn(root: Container): Place[] {
  const places: Place[] = [];
  const holders: Container[] = [root];
  for (let holder = holders.pop(); holder !== undefined; holder = holders.pop()) {
    for (const key of Object.keys(holder)) {
      if (places.length >= 5_000) return places;
      places.push({ holder, key });
      const value = holder[key];
      if (isContainer(value)) holders.push(value);
    }
  }
  return places;
}

function apply({ holder, key }: Place, change: Change): void {
  const here = holder[key];
  switch (change.kind) {
    case 'replace':
      put(holder, key, change.value);
      break;
    case 'remove':
      take(holder, key);
      break;
    case 'rename':
      take(holder, key);
      put(holder, Array.isArray(holder) ? key : change.key, here);
      break;
    case 'add':
      if (Array.isArray(here)) here.push(change.value);
      else if (isContainer(here)) put(here, change.key, change.value);
  }
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null;
}

function take(holder: Container, key: string): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else Reflect.deleteProperty(holder, key);
}

/** As JSON.parse does it: also a key that has a meaning for objects is only a key. */
function put(holder: Container, key: string, value: unknown): void {
  Object.defineProperty(holder, key, {
    value: structuredClone(value),
    enumerable: true,
    writable: true,
    configurable: true,
  });
}
