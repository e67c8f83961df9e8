import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fieldNames, numberNames } from '../../../src/core/query/fields.ts';
import { queryLimits } from '../../../src/core/query/limits.ts';
import { parseQuery } from '../../../src/core/query/parse.ts';

const page = readFileSync('docs/query-language.md', 'utf8');
const examples = [...page.matchAll(/^\| `(.+?)` \|/gm)].map(([, cell = '']) =>
  cell.replaceAll('\\|', '|'),
);

test('the page has examples', () => {
  expect(examples.length).toBeGreaterThan(20);
});

test.each(examples)('its example %j parses', (text) => {
  expect(parseQuery(text)).toMatchObject({ ok: true });
});

test('the page names every field and limit', () => {
  for (const name of [...fieldNames, ...numberNames]) expect(page).toContain(`"${name}"`);
  for (const limit of Object.values(queryLimits)) expect(page).toContain(` ${limit} `);
});
