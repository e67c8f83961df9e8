import type { Action } from '../../../core/view.ts';
import { limits } from './limits.ts';
import { escapeUnits, unescapeUnits } from './unit-escapes.ts';

/** A command with its arguments, as a component carries it. */
export type Target = Pick<Action, 'path' | 'args'>;

/** What a component asks for. `share`: run it again and show the answer to everyone. `outdated`: made by another version. */
export type DecodedId =
  | ({
      readonly kind: 'action' | 'share' | 'form';
      /** Arguments whose values stand in the message: their numbers. */
      readonly kept: Readonly<Record<string, number>>;
      /** When Discord let the person use the command whose answer it is part of, epoch milliseconds. */
      readonly grantedAt?: number;
    } & Target)
  | { readonly kind: 'outdated' };

/** What an id may lean on beside itself. */
export interface IdSupport {
  /** Keeps a value in the message and gives its number, from 0 to 9; undefined where there is no room for it. */
  readonly keep?: (value: string) => number | undefined;
  /** Epoch milliseconds. */
  readonly grantedAt?: number | undefined;
}

/** Of a list to choose from: what is chosen has an id of its own. */
export const choiceId = 'p1-choice';

/** It comes first in an id, and a letter for the kind after it, so that any later version can tell them apart. */
const version = '1';
const kinds: ReadonlyMap<string, 'action' | 'share' | 'form'> = new Map([
  ['a', 'action'],
  ['s', 'share'],
  ['f', 'form'],
]);
const minuteMs = 60_000;
/** For the mark that makes an id distinct. */
const markRoom = 4;

const ours = /^p(\d{1,4})(\D.*)$/s;
const grammar = /^([a-z])([\da-z]{5,6})?:([^?#]+)(?:\?([^?#]*))?(?:#\d+)?$/s;
const reference = /^\*(\d)$/;

/**
 * `p1a:papers.show?paper=2401.00001`. Where that takes more than 96 characters the longest values are kept in the message:
 * `p1a:papers.search?query=*0`. Undefined where they cannot be.
 */
export function encodeAction(target: Target, support?: IdSupport): string | undefined {
  return encode('a', target, support);
}

export function encodeShare(target: Target, support?: IdSupport): string | undefined {
  return encode('s', target, support);
}

/** For a modal: its submission brings the other arguments. */
export function encodeForm(target: Target, support?: IdSupport): string | undefined {
  return encode('f', target, support);
}

/** The id with a mark that means nothing: ids are unique in a message. Undefined where it does not fit. */
export function distinctId(id: string, number: number): string | undefined {
  const marked = `${id}#${number}`;
  return marked.length <= limits.customId ? marked : undefined;
}

/** Undefined for what was never an id of ours. */
export function decodeCustomId(id: string): DecodedId | undefined {
  const [, made, rest = ''] = ours.exec(id) ?? [];
  if (made === undefined) return undefined;
  const [, letter = '', granted, words = '', query = ''] = grammar.exec(rest) ?? [];
  const kind = kinds.get(letter);
  if (made !== version || kind === undefined) return { kind: 'outdated' };
  const pairs = query === '' ? [] : query.split('&').map(readPair);
  const [kept, given] = [pairs.filter(isReference), pairs.filter((pair) => !isReference(pair))];
  return {
    kind,
    path: words.split('.').map(readWord),
    args: Object.fromEntries(given.map(([name, value]) => [name, readWord(value)])),
    kept: Object.fromEntries(kept.map(([name, value]) => [name, Number(value.slice(1))])),
    ...(granted !== undefined && { grantedAt: Number.parseInt(granted, 36) * minuteMs }),
  };
}

function encode(
  letter: string,
  { path, args }: Target,
  { keep = () => undefined, grantedAt }: IdSupport = {},
): string | undefined {
  const granted = grantedAt === undefined ? '' : Math.floor(grantedAt / minuteMs).toString(36);
  const words = path.map((word) => writeWord(word).replaceAll('.', '%2e')).join('.');
  const written = new Map(Object.entries(args).map(([name, value]) => [name, writeValue(value)]));
  const beginning = `p${version}${letter}${granted}:${words}`;
  const longestFirst = [...written].sort(([, a], [, b]) => b.length - a.length);
  let id = beginning + queryOf(written);
  for (const [name] of longestFirst) {
    if (fits(id)) break;
    const number = keep(args[name] ?? '');
    if (number === undefined) return undefined;
    written.set(name, `*${number}`);
    id = beginning + queryOf(written);
  }
  return fits(id) ? id : undefined;
}

function queryOf(written: ReadonlyMap<string, string>): string {
  if (written.size === 0) return '';
  return `?${[...written].map(([name, value]) => `${writeWord(name)}=${value}`).join('&')}`;
}

/** The name, and the value as it is written. */
function readPair(pair: string): readonly [name: string, value: string] {
  const [name = '', value = ''] = pair.split('=');
  return [readWord(name), value];
}

function isReference([, value]: readonly [string, string]): boolean {
  return reference.test(value);
}

function fits(id: string): boolean {
  return id.length <= limits.customId - markRoom;
}

function writeValue(value: string): string {
  return writeWord(value).replace(reference, '%2a$1');
}

/** A space is `+`; what the grammar uses, and what might be lost on the way, is escaped. */
function writeWord(text: string): string {
  return escapeUnits(text, /[%&=#+?]|(?! )[\s\p{C}]/gu).replaceAll(' ', '+');
}

function readWord(text: string): string {
  return unescapeUnits(text.replaceAll('+', ' '));
}
