import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFetcher } from '../../src/feeds/fetcher.ts';
import { readFileUpTo } from '../../src/feeds/read-file.ts';
import { readSource } from '../../src/feeds/read-source.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import {
  body,
  type FeedServer,
  failing,
  html,
  json,
  openFeedServer,
} from '../fakes/feed-server.ts';

const { now, wait } = createFakeClock('2026-08-21T12:00:00Z');
const fetcher = createFetcher({ userAgent: 'paperround-test', now, wait });
const deps = { fetcher, readFile: readFileUpTo, now };

const entries = [{ paper: { id: '2508.90001', title: 'Sample paper é', summary: 'Words.' } }];
const document = JSON.stringify(entries);

let folder: string;
let server: FeedServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paperround-'));
  server = await openFeedServer();
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

describe('a file', () => {
  test.each([
    ['in UTF-8', Buffer.from(document)],
    ['with a byte order mark', Buffer.from(`\uFEFF${document}`)],
    ['in UTF-16', Buffer.from(`\uFEFF${document}`, 'utf16le')],
    ['that is gzipped', gzipSync(document)],
  ])('%s is read in the format it shows', async (_, bytes) => {
    const path = join(folder, 'papers');
    await writeFile(path, bytes);
    expect(await readSource(path, deps)).toMatchObject({
      kind: 'read',
      format: 'hugging-face-json',
      papers: [{ id: 'arxiv:2508.90001', title: 'Sample paper é' }],
      dropped: [],
      notes: [],
    });
  });

  test.each([
    ['empty', Buffer.alloc(0), 'empty'],
    [
      'binary',
      Buffer.from(Array.from({ length: 999 }, (_, index) => (index * 37) % 256)),
      'not text',
    ],
    ['cut gzip', gzipSync(document.repeat(9)).subarray(0, 40), 'gzip'],
    ['a gzip bomb', gzipSync(Buffer.alloc(201_000_000)), 'larger than 200 MB'],
    ['a web page', Buffer.from('<html><title>Sign in</title></html>'), 'Sign in'],
    ['nothing known', Buffer.from('{"a": 1}'), ''],
  ])('that is %s is told in words', async (_, bytes, words) => {
    const path = join(folder, 'broken');
    await writeFile(path, bytes);
    const outcome = await readSource(path, deps);
    expect(outcome).toMatchObject({ kind: 'failed', message: expect.stringContaining(words) });
  });

  test.each([
    ['is not there', () => join(folder, 'nowhere'), 'no such file'],
    ['is below a file', () => join(folder, 'papers/x'), 'no such file'],
    ['has an impossible name', () => 'a\0b', 'no such file'],
    ['has no name', () => '', 'no such file'],
    ['is a directory', () => folder, 'directory'],
    ['is of another scheme', () => 'ftp://host/papers.json', 'https://'],
  ])('that %s is told in words', async (_, path, words) => {
    const outcome = await readSource(path(), deps);
    expect(outcome).toMatchObject({ kind: 'failed', message: expect.stringContaining(words) });
  });

  test.skipIf(process.getuid?.() === 0)('that is closed to us is told in words', async () => {
    const path = join(folder, 'closed');
    await writeFile(path, document);
    await chmod(path, 0);
    const outcome = await readSource(path, deps);
    expect(outcome).toMatchObject({ message: 'You may not read that file.' });
  });

  test.skipIf(!existsSync('/dev/zero'))('without an end is read up to the limit', async () => {
    await expect(readFileUpTo('/dev/zero', 1_000_000)).rejects.toMatchObject({
      problem: { message: expect.stringContaining('larger than 1 MB') },
    });
  });
});

describe('a URL', () => {
  test('is read in the format it shows', async () => {
    server.on('/papers', json(entries));
    expect(await readSource(`${server.url}/papers`, deps)).toMatchObject({
      kind: 'read',
      papers: [{}],
    });
  });

  test.each([
    ['is missing', failing(404), '404'],
    ['is a web page', html('<html><title>Sign in</title></html>'), 'Sign in'],
  ])('that %s is told in words', async (_, reply, words) => {
    server.on('/papers', reply);
    const outcome = await readSource(`${server.url}/papers`, deps);
    expect(outcome).toMatchObject({ kind: 'failed', message: expect.stringContaining(words) });
  });

  test('that is none is told in words', async () => {
    expect(await readSource('https://', deps)).toMatchObject({ kind: 'failed' });
  });
});

const captures = '../shared/feeds';
test.skipIf(!existsSync(captures))('every recorded error is told in words', async () => {
  for (const name of await readdir(`${captures}/errors`)) {
    if (name === 'hf_429_headers.txt') continue;
    const path = `${captures}/errors/${name}`;
    const status = name.includes('429') ? 429 : 200;
    server.on(`/${name}`, body(await readFile(path), { status }));
    const failed = { kind: 'failed', message: expect.stringMatching(/^\S.{10,300}[.]$/) };
    const expected = /empty|truncated/.test(name) ? { kind: 'read' } : failed;
    expect(await readSource(path, deps), name).toMatchObject(expected);
    expect(await readSource(`${server.url}/${name}`, deps), name).toMatchObject(expected);
  }
});

test.skipIf(!existsSync(captures))('every real capture is read', async () => {
  for (const group of ['daily', 'daily_asof', 'search', 'html', 'text', 'arxiv_atom']) {
    for (const name of await readdir(`${captures}/${group}`)) {
      const path = `${captures}/${group}/${name}`;
      const outcome = await readSource(path, deps);
      expect(outcome, path).toMatchObject({ kind: 'read', dropped: [] });
      server.on(`/${group}/${name}`, (response) => {
        readFile(path).then((bytes) => response.end(bytes));
      });
      expect(await readSource(`${server.url}/${group}/${name}`, deps), path).toEqual(outcome);
    }
  }
});
