import type { Action } from '../../core/view.ts';
import { limits } from './limits.ts';

/** A command with its arguments, as a component carries it. */
export type Target = Pick<Action, 'path' | 'args'>;

/** What a component asks for. `share`: run it again and show the answer to everyone. `outdated`: made by another version. */
export type DecodedId =
  | ({ readonly kind: 'action' | 'share' | 'form' } & Target)
  | { readonly kind: 'outdated' };

/** Of a list to choose from: what is chosen has an id of its own. */
export const choiceId = 'p1-choice';

/** It comes first in an id, and a letter for the kind after it, so that any later version can tell them apart. */
const version = '1';
const kinds: ReadonlyMap<string, 'action' | 'share' | 'form'> = new Map([
  ['a', 'action'],
  ['s', 'share'],
  ['f', 'form'],
]);

const ours = /^p(\d{1,4})(\D.*)$/s;
const grammar = /^([a-z]):([^?#]+)(?:\?([^?#]*))?(?:#\d+)?$/s;

/** `p1a:papers.show?paper=2401.00001`; undefined where that takes more than 100 characters. */
export function encodeAction({ path, args }: Target): string | undefined {
  return encode('a', path, args);
}

export function encodeShare({ path, args }: Target): string | undefined {
  return encode('s', path, args);
}

/** For a modal: its submission brings the other arguments. */
export function encodeForm(path: Action['path'], args: Action['args']): string | undefined {
  return encode('f', path, args);
}

/** The id with a mark that means nothing: ids are unique in a message. Undefined where it does not fit. */
export function distinctId(id: string, number: number): string | undefined {
  return fitting(`${id}#${number}`);
}

/** Undefined for what was never an id of ours. */
export function decodeCustomId(id: string): DecodedId | undefined {
  const [, made, rest = ''] = ours.exec(id) ?? [];
  if (made === undefined) return undefined;
  const [, letter = '', words = '', pairs = ''] = grammar.exec(rest) ?? [];
  const kind = kinds.get(letter);
  if (made !== version || kind === undefined) return { kind: 'outdated' };
  const args = pairs === '' ? [] : pairs.split('&').map(decodePair);
  return { kind, path: words.split('.').map(readWord), args: Object.fromEntries(args) };
}

function encode(letter: string, path: Action['path'], args: Action['args']): string | undefined {
  const words = path.map((word) => writeWord(word).replaceAll('.', '%2e')).join('.');
  const pairs = Object.entries(args).map((pair) => pair.map(writeWord).join('='));
  const query = pairs.length === 0 ? '' : `?${pairs.join('&')}`;
  return fitting(`p${version}${letter}:${words}${query}`);
}

function fitting(id: string): string | undefined {
  return id.length <= limits.customId ? id : undefined;
}

function decodePair(pair: string): [string, string] {
  const [name = '', value = ''] = pair.split('=');
  return [readWord(name), readWord(value)];
}

/** A space is `+`; what the grammar uses, and what might be lost on the way, is `%` and the hexadecimal of its UTF-16 unit. */
function writeWord(text: string): string {
  return text
    .replaceAll(/[%&=#+?]|(?! )[\s\p{C}]/gu, (unsafe) => unsafe.replaceAll(/[\s\S]/g, hexadecimal))
    .replaceAll(' ', '+');
}

function hexadecimal(unit: string): string {
  const digits = unit.charCodeAt(0).toString(16);
  return digits.length <= 2 ? `%${digits.padStart(2, '0')}` : `%u${digits.padStart(4, '0')}`;
}

function readWord(text: string): string {
  return text
    .replaceAll('+', ' ')
    .replaceAll(/%(?:u([\da-f]{4})|([\da-f]{2}))/g, (_, unit?: string, byte?: string) =>
      String.fromCharCode(Number.parseInt(unit ?? byte ?? '', 16)),
    );
}
