import { z } from 'zod';
import type { Action } from '../../../core/view.ts';
import { parseJson } from '../../../lib/parse-json.ts';
import { limits } from './limits.ts';

/** A command with its arguments, as a button carries it. */
export type Target = Pick<Action, 'path' | 'args'>;

/** What a button asks for. `share`: run it again and show the answer to everyone. `outdated`: made by another version. */
export type DecodedValue =
  | ({ readonly kind: 'action' | 'share' } & Target)
  | { readonly kind: 'outdated' };

const version = '1';
const ours = /^p(\d{1,4})\D/;
const grammar = /^p\d+([a-z]):(.*)$/s;
const kinds: ReadonlyMap<string | undefined, 'action' | 'share'> = new Map([
  ['a', 'action'],
  ['s', 'share'],
]);
const target = z.tuple([z.string(), z.record(z.string(), z.string())]);

/** `p1a:["papers show",{"paper":"2401.00001"}]`; undefined where that takes more than 2,000 characters. */
export function encodeAction(target: Target): string | undefined {
  return encode('a', target);
}

export function encodeShare(target: Target): string | undefined {
  return encode('s', target);
}

/** Undefined for what was never a value of ours. */
export function decodeValue(value: string): DecodedValue | undefined {
  const [, made] = ours.exec(value) ?? [];
  if (made === undefined) return undefined;
  const [, letter, json = ''] = grammar.exec(value) ?? [];
  const kind = kinds.get(letter);
  const read = target.safeParse(parseJson(json));
  if (made !== version || kind === undefined || !read.success) return { kind: 'outdated' };
  const [path, args] = read.data;
  return { kind, path: path.split(' '), args };
}

export function actionId(number: number): string {
  return `paperround-${number}`;
}

function encode(letter: string, { path, args }: Target): string | undefined {
  const value = `p${version}${letter}:${JSON.stringify([path.join(' '), args])}`;
  return value.length <= limits.buttonValue ? value : undefined;
}
