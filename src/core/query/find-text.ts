import type { QueryNode, TextMatch } from './ast.ts';
import {
  contentFields,
  type Occurrence,
  type PreparedField,
  type PreparedPaper,
  type WordField,
} from './prepared-paper.ts';
import { type Reading, readings } from './text-match.ts';

type TextNode = Extract<QueryNode, { kind: 'text' }>;

/** Words that satisfy a match, as the paper spells them. */
export interface FoundText {
  readonly field: WordField | 'category';
  readonly text: string;
}

interface Row {
  readonly first: Occurrence;
  readonly last: Occurrence;
}

/** The first words that satisfy a text clause, or `undefined`. */
export function findText(
  { match, field }: TextNode,
  { paper, fields }: PreparedPaper,
): FoundText | undefined {
  if (field === 'category') {
    const text = paper.categories.find((category) => isIn(category.toLowerCase(), match));
    return text === undefined ? undefined : { field, text };
  }
  const rows = readings(match);
  for (const name of field === undefined ? contentFields : [field]) {
    const prepared = fields[name];
    for (const reading of rows) {
      const row = firstRow(reading, prepared);
      if (row !== undefined) return { field: name, text: spelling(row, prepared) };
    }
  }
  return undefined;
}

function isIn(category: string, { kind, terms: [term = ''] }: TextMatch): boolean {
  if (kind === 'prefix') return category.startsWith(term);
  return category === term || category.startsWith(`${term}.`);
}

/** The first row of words in the field that are the reading's terms. */
function firstRow({ terms, begun }: Reading, field: PreparedField): Row | undefined {
  let rows: readonly Row[] | undefined;
  for (const [index, term] of terms.entries()) {
    const isBegun = begun && index === terms.length - 1;
    const places = isBegun ? placesBegun(term, field) : (field.terms.get(term) ?? []);
    const [first] = places;
    if (first === undefined) return undefined;
    if (terms.length === 1) return { first, last: first };
    rows = rows === undefined ? places.map(rowOf) : extend(rows, places);
  }
  return rows?.[0];
}

function rowOf(place: Occurrence): Row {
  return { first: place, last: place };
}

/** The rows that go on with one of these places. Both come in the order of their positions, and so do longer rows. */
function extend(rows: readonly Row[], places: readonly Occurrence[]): Row[] {
  const longer: Row[] = [];
  let index = 0;
  for (const place of places) {
    let row = rows[index];
    while (row !== undefined && row.last.next < place.position) {
      index += 1;
      row = rows[index];
    }
    if (row?.last.next === place.position) longer.push({ first: row.first, last: place });
  }
  return longer;
}

/** In the order of their positions; of those that begin together, the one whose term comes first in the field. */
function placesBegun(prefix: string, { terms }: PreparedField): readonly Occurrence[] {
  const found: Occurrence[] = [];
  for (const [term, places] of terms) {
    if (term.startsWith(prefix)) found.push(...places);
  }
  return found.sort((a, b) => a.position - b.position);
}

function spelling({ first, last }: Row, { values }: PreparedField): string {
  return values[first.value]?.slice(first.start, last.end) ?? '';
}
