import fc from 'fast-check';

/** A place in something of any length. */
const place = fc.nat(0xffff);

type Edit =
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'drop'; readonly at: number; readonly length: number }
  | { readonly kind: 'insert'; readonly at: number; readonly text: string }
  | { readonly kind: 'overwrite'; readonly at: number; readonly text: string }
  | {
      readonly kind: 'repeat';
      readonly at: number;
      readonly length: number;
      readonly times: number;
    };

/** What breaks readers of many formats. */
export const breakingPieces = [
  '\0',
  '\ufeff',
  '\ud800',
  '\u202e',
  '\u2028',
  '"',
  "'",
  '\\',
  '\\u0000',
  '{',
  '[',
  ']',
  '}',
  ',',
  ':',
  '<',
  '>',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '&',
  '&#0;',
  '&#xD800;',
  '&amp;amp;',
  '<!DOCTYPE x [<!ENTITY a "&a;&a;">]>',
  '\n',
  '\r',
  ' ',
  '-',
  '1e999',
  '-0',
  '9'.repeat(400),
  'null',
  'NaN',
  '__proto__',
  '"__proto__":{"polluted":true},',
  '['.repeat(20_000),
  '{"a":'.repeat(20_000),
  '<b>'.repeat(20_000),
  '$'.repeat(20_000),
  '\\frac{'.repeat(5_000),
];

function edit(pieces: fc.Arbitrary<string>): fc.Arbitrary<Edit> {
  return fc.oneof(
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('cut' as const), at: place }) },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('drop' as const), at: place, length: fc.nat(300) }),
    },
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant('insert' as const), at: place, text: pieces }),
    },
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant('overwrite' as const), at: place, text: pieces }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('repeat' as const),
        at: place,
        length: fc.nat(200),
        times: fc.oneof({ weight: 9, arbitrary: fc.nat(20) }, fc.nat(3_000)),
      }),
    },
  );
}

/** What one piece may grow to: the time that it takes per character is allowed to be that of the smallest entry. */
const longest = 50_000;

function edited(text: string, edits: readonly Edit[]): string {
  return edits.reduce(applyEdit, text);
}

function applyEdit(current: string, each: Edit): string {
  const at = Math.floor((each.at / 0x10000) * current.length);
  const [before, after] = [current.slice(0, at), current.slice(at)];
  switch (each.kind) {
    case 'cut':
      return before;
    case 'drop':
      return before + after.slice(each.length);
    case 'insert':
      return before + each.text + after;
    case 'overwrite':
      return before + each.text + after.slice(each.text.length);
    case 'repeat':
      return before + after.slice(0, each.length).repeat(each.times).slice(0, longest) + after;
  }
}

const anyPiece = fc.oneof(
  fc.constantFrom(...breakingPieces),
  fc.string({ unit: 'binary', maxLength: 8 }),
);

/** One of the texts with a few edits, perhaps none. `pieces`: what is put in. */
export function mutatedText(
  texts: fc.Arbitrary<string>,
  pieces: fc.Arbitrary<string> = anyPiece,
): fc.Arbitrary<string> {
  return fc
    .tuple(texts, fc.array(edit(pieces), { maxLength: 6 }))
    .map(([text, edits]) => edited(text, edits));
}

const anyBytes = fc
  .uint8Array({ maxLength: 8 })
  .map((bytes) => Buffer.from(bytes).toString('latin1'));
const breakingBytes = fc
  .constantFrom(...breakingPieces, '\xff\xfe', '\xfe\xff', '\xef\xbb\xbf', '\x1f\x8b\x08')
  .map((piece) => Buffer.from(piece).toString('latin1'));

/** The same of bytes. */
export function mutatedBytes(samples: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  const texts = samples.map((bytes) => Buffer.from(bytes).toString('latin1'));
  return mutatedText(texts, fc.oneof(anyBytes, breakingBytes)).map((text) =>
    Buffer.from(text, 'latin1'),
  );
}
