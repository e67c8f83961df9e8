import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ProblemError, problemText } from '../../../src/core/problem.ts';
import { openLowdbStore } from '../../../src/store/lowdb/open-lowdb-store.ts';
import { deliveryOf, noon, samplePerson, sampleSubscription } from '../sample-records.ts';
import { filesIn } from './files-in.ts';
import { lineOf } from './line-of.ts';
import { problemOf } from './problem-of.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const now = () => Date.parse(noon);
const stamp = '20260310T120000000Z';
const ids = ['first', 'second', 'third', 'fourth'];
const everyone = ids.map((id) => samplePerson({ id }));

const open = (directory: string, mode: 'own' | 'read-only' = 'own') =>
  openLowdbStore({ directory, mode, now });

/** A directory whose journal begins with two people, whose backup ends with them, and that went on with two more. */
async function filledDirectory(): Promise<string> {
  const directory = join(await temporaryDirectory(), 'data');
  const store = await open(directory);
  for (const person of everyone.slice(0, 2)) await store.people.put(person);
  await store.close();
  const again = await open(directory);
  for (const person of everyone.slice(2)) await again.people.put(person);
  const path = join(directory, 'subscriptions.jsonl');
  const asKilled = await readFile(path);
  const backup = await readFile(`${path}.bak`);
  await again.close();
  await writeFile(path, asKilled);
  await writeFile(`${path}.bak`, backup);
  return directory;
}

/** Line `number`, from 0, spoilt. */
function withLine(text: string, number: number, spoil: (line: string) => string): string {
  const lines = text.split('\n');
  lines[number] = spoil(lines[number] ?? '');
  return lines.join('\n');
}

const ofLaterVersionNever = (text: string) => text.replace('"paperround"', '"something"');

const breakages: readonly [string, people: readonly string[], (text: string) => string | Buffer][] =
  [
    ['empty', ids.slice(0, 2), () => ''],
    ['not ours', ids.slice(0, 2), () => 'hello\n'],
    ['zeros, as after a power cut', ids.slice(0, 2), (text) => '\0'.repeat(text.length)],
    ['cut off within its first records', ids.slice(0, 2), (text) => text.slice(0, 150)],
    ['cut off in its head', ids.slice(0, 2), (text) => text.slice(0, 20)],
    ['without its head', ids, (text) => withLine(text, 0, ofLaterVersionNever)],
    ['with a first record spoilt', ids, (text) => withLine(text, 1, (line) => line.slice(0, -2))],
    ['not UTF-8', ids, (text) => Buffer.from(text.replace('Berlin', 'Berl\u00efn'), 'latin1')],
    [
      'with a later change spoilt',
      ['first', 'second', 'fourth'],
      (text) => withLine(text, 3, (line) => `${line}\r`),
    ],
    [
      'with lines of other kinds',
      ids,
      (text) =>
        withLine(text, 2, (line) =>
          [
            line,
            ...[
              ['put', 'people'],
              ['put', 'others', 'x', {}],
              ['set', 'people', 'nobody', {}],
              ['set', 'people', 'first', [], 3],
              ['drop', 'people', 'first', {}],
              {},
              null,
            ].map((value) => lineOf(value).trimEnd()),
          ].join('\n'),
        ),
    ],
    [
      'with binary noise',
      ids,
      (text) => withLine(text, 2, (line) => `${line}\n\x00\x1b[31m\n\n\n`),
    ],
  ];

describe('a damaged journal', () => {
  test.each(breakages)(
    '%s: what it and its backup say is used, and it is kept',
    async (_name, people, spoil) => {
      const directory = await filledDirectory();
      const path = join(directory, 'subscriptions.jsonl');
      const broken = spoil(await readFile(path, 'utf8'));
      await writeFile(path, broken);
      const before = await filesIn(directory);
      const expected = everyone.filter(({ id }) => people.includes(id));
      const reader = await open(directory, 'read-only');
      expect(await reader.people.all()).toEqual(expected);
      expect(reader.warnings.map(problemText)).toEqual([
        expect.stringContaining(`${path} is damaged`),
      ]);
      await reader.close();
      expect(await filesIn(directory)).toEqual(before);

      const store = await open(directory);
      expect(await store.people.all()).toEqual(expected);
      expect(store.warnings.map(problemText)).toEqual([
        expect.stringContaining(`${path}.broken-${stamp}`),
      ]);
      expect(await readFile(`${path}.broken-${stamp}`)).toEqual(Buffer.from(broken));
      await store.people.put(samplePerson({ id: 'fifth' }));
      await store.close();
      const again = await open(directory);
      expect(again.warnings).toEqual([]);
      expect(await again.people.all()).toEqual([...expected, samplePerson({ id: 'fifth' })]);
      await again.close();
    },
  );

  test.each(breakages.filter(([, people]) => people.length === 2))(
    '%s, and its backup too: refuses, says the remedy, changes nothing',
    async (_name, _people, spoil) => {
      const directory = await filledDirectory();
      const path = join(directory, 'subscriptions.jsonl');
      const broken = String(spoil(await readFile(path, 'utf8'))).slice(0, 20);
      await writeFile(path, broken);
      await writeFile(`${path}.bak`, broken);
      const before = await filesIn(directory);
      for (const mode of ['own', 'read-only', 'own'] as const) {
        const problem = await problemOf(open(directory, mode));
        expect(problem.message).toContain(`Cannot read ${path} nor ${path}.bak: `);
        expect(problem.remedy).toContain('npm run -s paperround -- import FILE');
        expect(await filesIn(directory)).toEqual(before);
      }
    },
  );

  test('without a backup, whatever can be read of it is used', async () => {
    const directory = await filledDirectory();
    const path = join(directory, 'subscriptions.jsonl');
    await rm(`${path}.bak`);
    await writeFile(
      path,
      withLine(await readFile(path, 'utf8'), 1, () => 'spoilt'),
    );
    const store = await open(directory);
    expect(await store.people.all()).toEqual(everyone.slice(1));
    expect(store.warnings[0]?.message).toContain('damaged in 1 place: line 2 cannot be read');
    await store.close();
  });

  test('its damages are named, the first three of them', async () => {
    const directory = await filledDirectory();
    const path = join(directory, 'subscriptions.jsonl');
    const places = async (lines: readonly number[]) => {
      const text = await readFile(path, 'utf8');
      const spoilt = lines.reduce((each, line) => withLine(each, line, () => 'spoilt'), text);
      await writeFile(path, spoilt);
      const reader = await open(directory, 'read-only');
      await reader.close();
      return reader.warnings[0]?.message;
    };
    expect(await places([1, 2])).toContain(
      'in 2 places: line 2 cannot be read, line 3 cannot be read. What',
    );
    expect(await places([3, 4])).toContain(
      'in 4 places: line 2 cannot be read, line 3 cannot be read, line 4 cannot be read, and 1 more. What',
    );
  });

  test('a missing one whose backup is there', async () => {
    const directory = await filledDirectory();
    await rm(join(directory, 'subscriptions.jsonl'));
    const store = await open(directory);
    expect(store.warnings.map(problemText)).toEqual([
      expect.stringContaining('is missing; its backup is used'),
    ]);
    expect(await store.people.all()).toEqual(everyone.slice(0, 2));
    await store.close();
  });

  test('broken twice in the same moment, both broken files are kept', async () => {
    const directory = await filledDirectory();
    const path = join(directory, 'subscriptions.jsonl');
    for (let count = 0; count < 2; count += 1) {
      await appendFile(path, `damage ${count}\n`);
      await (await open(directory)).close();
    }
    expect(await readFile(`${path}.broken-${stamp}`, 'utf8')).toContain('damage 0');
    expect(await readFile(`${path}.broken-${stamp}-2`, 'utf8')).toContain('damage 1');
  });

  test('a lost file does not give ids again that deliveries know', async () => {
    const directory = await filledDirectory();
    const store = await open(directory);
    await store.deliveries.put({ ...deliveryOf.sent, subscription: 'd41' });
    await store.close();
    await rm(join(directory, 'subscriptions.jsonl'));
    await rm(join(directory, 'subscriptions.jsonl.bak'));
    const again = await open(directory);
    expect((await again.subscriptions.add(sampleSubscription())).id).toBe('d42');
    await again.close();
  });

  test('a record that is not of its kind is set aside, and the rest is used', async () => {
    const directory = await filledDirectory();
    const path = join(directory, 'subscriptions.jsonl');
    const bad = { id: 'bad', saved: 'none', note: 'keep me' };
    const deep = JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`);
    for (const [key, value] of [
      ['bad', bad],
      ['other', samplePerson({ id: 'second', zone: 'UTC' })],
      ['deep', { ...samplePerson({ id: 'deep' }), saved: deep }],
    ] as const) {
      await appendFile(path, lineOf(['put', 'people', key, value]));
    }
    const store = await open(directory);
    expect(await store.people.all()).toEqual(everyone);
    const aside = join(directory, `subscriptions.rejected-${stamp}.json`);
    expect(store.warnings.map(problemText)).toEqual([
      expect.stringContaining('3 records left out'),
    ]);
    expect(store.warnings[0]?.message).toContain(aside);
    const kept = JSON.parse(await readFile(aside, 'utf8'));
    expect(kept.records[0].record).toEqual(bad);
    await store.close();
    const again = await open(directory);
    expect(again.warnings).toEqual([]);
    await again.close();
  });

  test('a newer one is refused and stays as it is', async () => {
    const directory = await filledDirectory();
    const path = join(directory, 'feeds.jsonl');
    const head = { format: 'paperround', kind: 'feeds', version: 2, records: 0 };
    await writeFile(path, lineOf(head));
    const before = await filesIn(directory);
    for (const mode of ['own', 'read-only'] as const) {
      const problem = await problemOf(open(directory, mode));
      expect(problemText(problem)).toMatch(/newer Paperround \(version 2.*up to 1\).*Upgrade/);
      expect(await filesIn(directory)).toEqual(before);
    }
  });
});

describe('a torn end', () => {
  test.each([
    ['a piece of a line', '1f2e3d4c ["put","peo'],
    ['zeros', '\0\0\0\0'],
    [
      'a transaction without its last line',
      lineOf(['put', 'people', 'x', samplePerson({ id: 'x' })], false),
    ],
    ['such a one, and a piece', `${lineOf(['remove', 'people', 'first'], false)}1f2e`],
  ])('%s is cut off, and it is said', async (_name, torn) => {
    const directory = await filledDirectory();
    const path = join(directory, 'subscriptions.jsonl');
    const whole = await readFile(path, 'utf8');
    await appendFile(path, torn);
    const reader = await open(directory, 'read-only');
    expect(await reader.people.all()).toEqual(everyone);
    expect(reader.warnings).toEqual([]);
    await reader.close();
    expect(await readFile(path, 'utf8')).toBe(whole + torn);
    const store = await open(directory);
    expect(await store.people.all()).toEqual(everyone);
    expect(store.warnings.map(problemText)).toEqual([
      expect.stringContaining('the last write was cut off'),
    ]);
    expect(await readFile(path, 'utf8')).toBe(whole);
    await store.close();
  });
});

test('wherever a journal is cut or a byte of it changes, it opens, and only what was hit is missing', async () => {
  const directory = await filledDirectory();
  const path = join(directory, 'subscriptions.jsonl');
  const whole = await readFile(path);
  await rm(`${path}.bak`);
  await fc.assert(
    fc.asyncProperty(
      fc.nat(whole.length - 1),
      fc.oneof(fc.constant('cut'), fc.nat(255)),
      async (at, change) => {
        const spoilt = Buffer.from(whole);
        if (change !== 'cut') spoilt[at] = Number(change);
        await writeFile(path, change === 'cut' ? spoilt.subarray(0, at) : spoilt);
        const lineOf = (offset: number) => whole.subarray(0, offset).filter((b) => b === 10).length;
        try {
          const store = await open(directory, 'read-only');
          const found = (await store.people.all()).map(({ id }) => id);
          const line = lineOf(at);
          const missing = ids.filter((id) => !found.includes(id));
          if (change === 'cut') expect(found).toEqual(ids.slice(0, line - 1));
          else if (whole[at] === 10) expect(missing.length).toBeLessThanOrEqual(2);
          else expect(missing).toEqual(spoilt.equals(whole) ? [] : ids.slice(line - 1, line));
          await store.close();
        } catch (error) {
          expect(error).toBeInstanceOf(ProblemError);
          expect(lineOf(at)).toBe(0);
        }
      },
    ),
    { numRuns: 150 },
  );
});
