import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { applyEntry, journalEntry } from '../../../src/store/lowdb/journal-entry.ts';
import { readJournalLine } from '../../../src/store/lowdb/journal-line.ts';
import { createTable } from '../../../src/store/lowdb/table.ts';
import { lineOf } from './line-of.ts';

const table = createTable<Record<string, unknown>>({
  name: 'words',
  noun: 'word',
  schema: z.record(z.string(), z.unknown()),
  keyOf: () => 'key',
});

const field = fc.oneof(fc.constantFrom(0, 1, null, 'x', false), fc.array(fc.nat(2)));
const record = fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__'), field);

describe('an entry', () => {
  test('makes of any record any other, by its line in a file', () => {
    fc.assert(
      fc.property(fc.option(record), fc.option(record), (before, after) => {
        const change = {
          table,
          key: 'key',
          previous: before ?? undefined,
          next: after ?? undefined,
        };
        const entry = journalEntry(change);
        const records = new Map(before ? [['key', before]] : []);
        if (entry !== undefined) {
          const read = readJournalLine(Buffer.from(lineOf(entry).trimEnd()));
          expect(applyEntry(new Map([['words', records]]), read?.value)).toBe(true);
        }
        expect([...records.values()].map((each) => Object.entries(each).sort())).toEqual(
          after ? [Object.entries(after).sort()] : [],
        );
      }),
    );
  });

  test('names only what has changed', () => {
    const list = Object.freeze([1]);
    const change = (previous: object, next: object) =>
      journalEntry({ table, key: 'key', previous, next });
    expect(change({ a: 1, list, gone: 1 }, { a: 2, list })).toEqual([
      'set',
      'words',
      'key',
      { a: 2 },
      ['gone'],
    ]);
    expect(change({ a: 1, list }, { list, a: 1 })).toBeUndefined();
  });
});

describe('a line', () => {
  test('is read as it was written, whatever is in it, and not otherwise', () => {
    fc.assert(
      fc.property(fc.json(), fc.boolean(), fc.nat(), fc.nat(255), (json, isLast, at, byte) => {
        const written = lineOf(JSON.parse(json), isLast);
        expect(written).toMatch(/^[\da-f]{8}[ +][^\n]*\n$/);
        const bytes = Buffer.from(written).subarray(0, -1);
        expect(readJournalLine(bytes)).toEqual({ value: JSON.parse(json), isLast });
        const spoilt = Buffer.from(bytes);
        spoilt[at % bytes.length] = byte;
        if (!spoilt.equals(bytes)) expect(readJournalLine(spoilt)).toBeUndefined();
        expect(readJournalLine(bytes.subarray(0, at % bytes.length))).toBeUndefined();
      }),
    );
  });
});
