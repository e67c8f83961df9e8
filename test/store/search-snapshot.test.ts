import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Paper } from '../../src/core/paper.ts';
import { openArchive, snapshotName } from '../../src/store/search-snapshot.ts';
import { paper } from '../fakes/papers.ts';

let directory: string;
let path: string;
let warnings: string[];
const log = { info: () => undefined, warn: (line: string) => warnings.push(line) };

const papers = [
  paper('2601.00001', { title: 'Kettles that think' }),
  paper('2601.00002', { title: 'Teapots that sing' }),
];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'paperround-'));
  path = join(directory, snapshotName);
  warnings = [];
});

afterEach(async () => {
  await rm(directory, { recursive: true });
});

async function open(stored: readonly Paper[] = papers) {
  const opened = await openArchive(directory, stored, log);
  const { index } = opened.archive;
  const found = (typed: string) => index.complete(typed, 5).map(({ id }) => id);
  return { ...opened, index, found };
}

describe('a saved search index', () => {
  test('is used by the next start', async () => {
    const first = await open();
    expect(first.index.restored).toBe(0);
    await first.save();
    const second = await open();
    expect(second.index.restored).toBe(2);
    expect(second.found('kettles')).toEqual(['arxiv:2601.00001']);
    expect(warnings).toEqual([]);
  });

  test('is used only for papers whose texts are the same', async () => {
    await (await open()).save();
    const renamed = paper('2601.00002', { title: 'Teapots that dance' });
    const liked = paper('2601.00001', { title: 'Kettles that think', upvotes: 99 });
    const fresh = paper('2601.00003', { title: 'Spoons that bend' });
    const { index, found } = await open([liked, renamed, fresh]);
    expect(index.restored).toBe(1);
    expect(index.get(liked.id)).toBe(liked);
    expect(found('teapots that s')).toEqual([]);
    expect(found('teapots that d')).toEqual([renamed.id]);
    expect(found('spoons')).toEqual([fresh.id]);
  });

  test('has what was changed since the start', async () => {
    const first = await open();
    await first.save();
    const fresh = paper('2601.00003', { title: 'Spoons that bend' });
    await first.archive.apply({ put: [fresh], removed: ['arxiv:2601.00001'] });
    await first.save();
    const second = await open([papers[1]!, fresh]);
    expect(second.index.restored).toBe(2);
    expect(second.found('kettles')).toEqual([]);
    expect(second.found('spoons')).toEqual([fresh.id]);
  });

  test('is not written again while nothing changed', async () => {
    const first = await open();
    await first.save();
    const { mtimeMs } = await stat(path);
    await first.save();
    await (await open()).save();
    expect((await stat(path)).mtimeMs).toBe(mtimeMs);
  });

  test.each([
    ['cut', (bytes: Buffer) => bytes.subarray(0, bytes.length - 8)],
    ['cut within a word', (bytes: Buffer) => bytes.subarray(0, bytes.length - 3)],
    ['empty', () => Buffer.alloc(0)],
    ['of something else', () => Buffer.from('{"papers":[]}   ')],
    ['one bit off', (bytes: Buffer) => flipped(bytes, bytes.length - 9)],
    ['of another version', (bytes: Buffer) => flipped(bytes, 4)],
    ['wrong about its parts', (bytes: Buffer) => flipped(bytes, 15)],
    ['longer than it says', (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(4)])],
  ])('that is %s is built anew, and saved', async (_, damaged) => {
    await (await open()).save();
    await writeFile(path, damaged(await readFile(path)));
    const second = await open();
    expect(second.index.restored).toBe(0);
    expect(second.found('kettles')).toEqual(['arxiv:2601.00001']);
    await second.save();
    expect((await open()).index.restored).toBe(2);
    expect(warnings).toEqual([]);
  });

  test('that cannot be written is told, and nothing else', async () => {
    await mkdir(path);
    const opened = await open();
    expect(opened.found('kettles')).toEqual(['arxiv:2601.00001']);
    await opened.save();
    expect(warnings).toEqual([expect.stringContaining('could not be saved')]);
  });
});

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(at) ^ 1, at);
  return copy;
}
