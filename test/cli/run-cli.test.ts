import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadVerbs, verbNames } from '../../src/cli/verbs.ts';
import { backUp } from '../../src/store/back-up.ts';
import { openLowdbStore } from '../../src/store/lowdb/open-lowdb-store.ts';
import { runPaperround, spawnPaperround } from '../fakes/paperround.ts';
import { deliveryOf, sampleSubscription } from '../store/sample-records.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'paperround-cli-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true });
});

const run = (args: readonly string[], dataDirectory = join(directory, 'data')) =>
  runPaperround(args, { env: { DATA_DIR: dataDirectory, HF_URL: 'http://127.0.0.1:9' } });

test('a reader that stops reading is no fault', async () => {
  const child = spawnPaperround(['papers', 'data/samples/hugging-face-daily.json']);
  let faults = '';
  child.stderr?.on('data', (chunk) => {
    faults += chunk;
  });
  child.stdout?.destroy();
  const [code] = await once(child, 'close');
  expect(faults).not.toMatch(/EPIPE/);
  expect(code).toBe(0);
});

test('output that cannot be written is a fault, in words', async () => {
  const child = spawn(
    'sh',
    ['-c', `"${process.execPath}" --import tsx src/main.ts query diffusion > /dev/full`],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let faults = '';
  child.stderr?.on('data', (chunk) => {
    faults += chunk;
  });
  const [code] = await once(child, 'close');
  expect(faults).toMatch(/^The output cannot be written: [^\n]*\n$/);
  expect(code).toBe(1);
});

describe('doctor, where the data directory is missing', () => {
  test('says that it will be made', async () => {
    const { code, stdout } = await run(['doctor', '--offline']);
    expect(stdout).toMatch(/^ok .*nothing yet/);
    expect(code).toBe(0);
  });

  test.each([
    ['no/parent', /^FAULT .*its parent .* is not there/],
    ['file/data', /^FAULT .*its parent .* is not a directory/],
  ])('and cannot be made: %s', async (name, finding) => {
    await writeFile(join(directory, 'file'), '');
    const { code, stdout } = await run(['doctor', '--offline'], join(directory, name));
    expect(stdout).toMatch(finding);
    expect(stdout).not.toMatch(/^ok/m);
    expect(code).toBe(1);
  });
});

describe('where no papers are stored, the samples are said to be invented', () => {
  const invented = /^No papers are stored yet. These are the bundled samples: invented papers/m;

  test.each(['search diffusion', 'search zebras', 'digest diffusion'])(
    'beside what %s prints',
    async (line) => {
      const { code, stdout, stderr } = await run(line.split(' '));
      expect(stdout).toMatch(invented);
      expect(stderr).not.toMatch(invented);
      expect(code).toBe(0);
    },
  );

  test.each([
    'search diffusion --json',
    'digest diffusion --json',
    'digest diffusion --format slack',
  ])('apart from what %s gives a program', async (line) => {
    const { stdout, stderr } = await run(line.split(' '));
    expect(() => JSON.parse(stdout)).not.toThrow();
    expect(stderr).toMatch(invented);
  });
});

describe('a file', () => {
  test('that is not there cannot be imported', async () => {
    const { code, stderr } = await run(['import', join(directory, 'none.json')]);
    expect(stderr).toMatch(
      /none\.json cannot be read: there is no such file\.\nCheck the path\.\n/,
    );
    expect(stderr).not.toMatch(/ENOENT/);
    expect(code).toBe(1);
  });

  test('in a folder that is not there cannot be exported to', async () => {
    await run(['start']);
    const { code, stderr } = await run(['export', join(directory, 'none/backup.json')]);
    expect(stderr).toMatch(/backup\.json cannot be written: its folder is not there\.\nMake/);
    expect(code).toBe(1);
  });
});

test('a daily backup is imported as it is; a broken one is refused', async () => {
  const store = await openLowdbStore({ directory: join(directory, 'lost'), mode: 'own' });
  const subscription = await store.subscriptions.add(sampleSubscription());
  await store.deliveries.put(deliveryOf.sent);
  const backups = join(directory, 'backups');
  const path = (await backUp(store, { directory: backups, now: Date.now() })) ?? '';
  await store.close();
  const restored = await run(['import', path]);
  expect([restored.code, restored.stdout]).toEqual([
    0,
    'Imported 0 papers, 1 subscription, 0 people and 1 delivery.\n',
  ]);
  const again = await openLowdbStore({ directory: join(directory, 'data'), mode: 'read-only' });
  expect(await again.subscriptions.all()).toEqual([subscription]);
  expect(await again.deliveries.postedAt(deliveryOf.sent.address)).toContain('arxiv:2603.00001');
  await again.close();
  await writeFile(path, (await readFile(path)).subarray(0, 100));
  const refused = await run(['import', path]);
  expect(refused.stderr).toMatch(/json\.gz cannot be unpacked: unexpected end of file\.\n/);
  expect(refused.code).toBe(1);
});

test('what was kept of before a damage is imported, and removed once a backup of today has it', async () => {
  const data = join(directory, 'data');
  const backups = join(data, 'backups');
  const open = () => openLowdbStore({ directory: data, mode: 'own' });
  const store = await open();
  const lost = await store.subscriptions.add(sampleSubscription());
  const daily = (await backUp(store, { directory: backups, now: Date.now() })) ?? '';
  await store.close();
  for (const end of ['', '.bak'])
    await rm(join(data, `subscriptions.jsonl${end}`), { force: true });
  const started = await open();
  const added = await started.subscriptions.add({ ...sampleSubscription(), createdBy: 'other' });
  await backUp(started, { directory: backups, now: Date.now(), isRenewal: true });
  await started.close();
  const kept = daily.replace('.json.gz', '.before-damage.json.gz');
  const elsewhere = await run(['import', kept], join(directory, 'restored'));
  expect(elsewhere.stdout).toMatch(/ 1 subscription,/);
  const { stdout, stderr, code } = await run(['import', kept]);
  expect(stdout).toMatch(/ 1 subscription,/);
  expect(stderr).toContain(`${kept} is removed: today's backup has all of it.\n`);
  expect(code).toBe(0);
  await expect(readFile(kept)).rejects.toThrow('ENOENT');
  const { subscriptions } = JSON.parse(gunzipSync(await readFile(daily)).toString());
  const creators = subscriptions.map(({ createdBy }: { createdBy: string }) => createdBy);
  expect(creators.sort()).toEqual([lost.createdBy, added.createdBy].sort());
  expect((await run(['doctor', '--offline'])).stdout).not.toContain('was damaged or lost');
});

test('a dump without subscriptions is imported with a warning', async () => {
  const file = join(directory, 'empty.json');
  const empty = { papers: [], subscriptions: [], people: [], deliveries: [], posted: [] };
  const head = { format: 'paperround', version: 1, exportedAt: '2026-03-10T12:00:00.000Z' };
  await writeFile(file, JSON.stringify({ ...head, ...empty }));
  const { code, stderr } = await run(['import', file]);
  expect(stderr).toMatch(/empty\.json has no subscriptions\..* import an older backup\.\n/);
  expect(code).toBe(0);
});

test('where both copies of a file are damaged, the backup that brings it back is named', async () => {
  const data = join(directory, 'data');
  const store = await openLowdbStore({ directory: data, mode: 'own' });
  await store.subscriptions.add(sampleSubscription());
  const backup = await backUp(store, { directory: join(data, 'backups'), now: Date.now() });
  await store.close();
  for (const name of ['subscriptions.jsonl', 'subscriptions.jsonl.bak']) {
    await writeFile(join(data, name), 'damaged');
  }
  const { code, stdout } = await run(['doctor', '--offline']);
  expect(stdout).toMatch(/^FAULT .*Cannot read .*subscriptions\.jsonl/);
  expect(stdout).toContain(`Move both away`);
  expect(stdout).toContain(`-- import ${backup}`);
  expect(code).toBe(1);
});

test('a start with damaged files names once what brings them back', async () => {
  const data = join(directory, 'data');
  const store = await openLowdbStore({ directory: data, mode: 'own' });
  await store.subscriptions.add(sampleSubscription());
  await store.deliveries.put(deliveryOf.sent);
  const backup = await backUp(store, { directory: join(data, 'backups'), now: Date.now() });
  await store.close();
  for (const name of ['subscriptions.jsonl', 'deliveries.jsonl']) {
    const path = join(data, name);
    await writeFile(
      path,
      (await readFile(path, 'utf8')).replace('"id"', '"di"').replace('arxiv', 'arvix'),
    );
  }
  const { stderr } = await run(['start']);
  expect(stderr.match(/is damaged in 1 place/g)).toHaveLength(2);
  const kept = backup?.replace('.json.gz', '.before-damage.json.gz');
  expect(stderr.match(/-- import .*/g)).toEqual([`-- import ${kept}`]);
});

test('an empty query has a normal form that can be seen', async () => {
  const { code, stdout, stderr } = await run(['query', '']);
  expect([code, stdout]).toEqual([0, '\n']);
  expect(stderr).toMatch(/takes every paper/);
});

test.each([
  ['papers', /^papers needs FILE\|URL\.\n/],
  ['search x --limit', /^search needs a value for --limit\.\n/],
  ['schedule daily --count -3', /^schedule needs a value for --count\.\n/],
  ['search x --json=1', /^search takes no value for --json\.\n/],
  ['search x -survey', /^search has no option -s: words .* stand after --, as in -- -survey\.\n/],
  ['serve --json', /^serve has no option --json\.\n/],
  ['help serach', /There is no verb “serach”.*-- search /s],
  ['search x --limit 0', /^--limit is “0”, which is not a whole number from 1 to 1000\.\n/],
  ['digest x --format dicsord', /^--format is “dicsord”.*Try: --format discord\n/s],
  ['schedule daily --after yesterday', /^--after is “yesterday”.*Try: --after 2026-/s],
  ['schedule daily --zone Berln', /^There is no time zone “Berln”.*Try: Europe\/Berlin\n/s],
])('the command line %s is answered with what is wrong', async (line, words) => {
  const { code, stdout, stderr } = await run(line.split(' '));
  expect(stderr).toMatch(words);
  expect([code, stdout]).toEqual([2, '']);
});

test.each([
  ['search x --from none.json', /none\.json: There is no such file\..*Name a file or a URL/s],
  ['export', /^Nothing is stored in .*\n.*DATA_DIR/],
  ['preview d1', /^Nothing is stored in .*\n.*DATA_DIR/],
  ['query (', /never closed/],
])('what %s cannot do is said with what to do', async (line, words) => {
  const { code, stderr } = await run(line.split(' '));
  expect(stderr).toMatch(words);
  expect(code).toBe(1);
});

test('help tells of all verbs and how they end, or of one', async () => {
  const { stdout } = await run(['help']);
  for (const name of verbNames) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
  expect(stdout).toMatch(/0 .*done.* 1 .* 2 .*command line/s);
  const [one, same] = [await run(['help', 'export']), await run(['export', '--help'])];
  expect(one).toEqual(same);
  expect((await run(['query', 'help'])).stdout).toBe('help\n');
  expect(one.stdout).toMatch(/--json/);
  expect((await run(['serve', '--help'])).stdout).not.toMatch(/--json/);
});

const verbs = await loadVerbs();

test.each([
  ['foo', undefined],
  ['serach', 'search diffusion'],
])('what is no verb suggests one that is near, if any: %s', async (name, suggestion) => {
  const { code, stderr } = await run(['help', name]);
  expect(stderr).toMatch(new RegExp(`There is no verb “${name}”\\.`));
  if (suggestion === undefined) expect(stderr).not.toContain('Did you mean');
  else expect(stderr).toContain(suggestion);
  expect(code).toBe(2);
});

test('a search that finds nothing tells what would find something', async () => {
  const from = ['--from', 'data/samples/hugging-face-daily.json'];
  const { code, stdout } = await run(['search', 'desk upvotes>=50000', ...from]);
  expect(stdout).toMatch(/No stored paper matches “desk upvotes>=50000”\./);
  expect(stdout).toMatch(/Without upvotes>=50000, \d+ papers? match/);
  expect(code).toBe(0);
});

test('each verb is found by its name', () => {
  expect(verbs.map(({ name }) => name)).toEqual(verbNames);
});

test.each(verbs.flatMap(({ examples }) => examples))(
  'the example %s can be typed in a shell',
  (line) => {
    const unquoted = line.replaceAll(/'[^']*'/g, '');
    expect(unquoted.replace(' < commands.txt', '')).not.toMatch(/[<>|&;$`"*()!]/);
  },
);
