import { nearest } from '../text/edit-distance.ts';
import type { NumberField, TextField } from './ast.ts';

/** What may stand before a colon. */
export const fieldNames = [
  'title',
  'abstract',
  'author',
  'org',
  'keyword',
  'category',
  'id',
  'topic',
  'has',
  'since',
] as const satisfies readonly (TextField | 'id' | 'topic' | 'has' | 'since')[];
export type FieldName = (typeof fieldNames)[number];

/** What may be compared with a number. */
export const numberNames = ['upvotes', 'stars', 'comments'] as const satisfies NumberField[];

/** The field of that name in any case, if it is one. */
export function asName<Name extends string>(
  text: string,
  names: readonly Name[],
): Name | undefined {
  const folded = text.toLowerCase();
  return names.find((name) => name === folded);
}

/** The name that a mistyped, shortened or lengthened one means: `titel`, `cat`, `authors`. */
export function nearestName<Name extends string>(
  text: string,
  names: readonly Name[],
): Name | undefined {
  const folded = text.toLowerCase();
  const alike =
    folded.length < 2
      ? undefined
      : names.find(
          (name) => name.startsWith(folded) || (name.length > 2 && folded.startsWith(name)),
        );
  return alike ?? asName(nearest(folded, names) ?? '', names);
}
