import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { feedDayAt } from '../../src/feeds/hugging-face/feed-day.ts';
import { dailyPapers } from '../fakes/daily-papers.ts';
import { type FeedServer, openFeedServer } from '../fakes/feed-server.ts';
import { runPaperround, spawnPaperround } from '../fakes/paperround.ts';

let directory: string;
let server: FeedServer;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'paperround-e2e-'));
  server = await openFeedServer();
});

afterEach(async () => {
  await server.close();
  await rm(directory, { recursive: true });
});

const today = () => feedDayAt(Date.now());
const entries = [
  { id: '2603.00001', title: 'Diffusion for kettles', upvotes: 30 },
  { id: '2603.00002', title: 'Agents that knit', upvotes: 50 },
];

function start(input: string, url = server.url) {
  return runPaperround(['start'], { env: { DATA_DIR: directory, HF_URL: url }, input });
}

describe('npm start without a token', () => {
  test('shows the papers of today from the live feed, and takes commands', async () => {
    server.on('/api/daily_papers', dailyPapers(today(), entries));
    const { code, stdout, stderr } = await start('/papers search kettle\n/papers my list\nexit\n');
    expect(stderr).toMatch(/No Discord or Slack token is set/);
    expect(stdout).toMatch(
      /Trending papers.*1\. {2}Agents that knit.*2\. {2}Diffusion for kettles/s,
    );
    expect(stdout).toMatch(/1 paper matches “kettle”/);
    expect(stdout).toMatch(/You follow no topics yet/);
    expect(code).toBe(0);
  });

  test('shows the samples where nothing can be reached, and says so with each answer that has any', async () => {
    const answer = async (lines: string) => {
      const { code, stdout, stderr } = await start(lines, 'http://127.0.0.1:9');
      expect(stderr).toMatch(/The feeds cannot be reached just now: .*127\.0\.0\.1:9/s);
      for (const line of stderr.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
      expect(code).toBe(0);
      return stdout;
    };
    const invented = /These are the bundled samples: invented papers/g;
    const greeting = await answer('/papers topics\n');
    expect(greeting.match(invented)).toHaveLength(1);
    expect(greeting.search(invented)).toBeLessThan(greeting.indexOf('Trending papers'));
    const answers = await answer(
      '/digest add diffusion\n/papers search diffusion\n/papers show tidy desk\n/digest preview d1\n/digest send-now d1\n',
    );
    expect(answers.match(invented)).toHaveLength(5);
    const among = /Among the papers here are the bundled samples: invented papers/g;
    const told = await answer(
      '/papers why tidy desk\n/papers status\n/papers search zebras\n/digest add zebras\n/papers why nonexistent\n',
    );
    expect(told.match(invented)).toHaveLength(1);
    expect(told.match(among)).toHaveLength(5);
    expect(told.replaceAll(/\s+/g, ' ')).toMatch(
      /called “nonexistent”, and I have not read any paper yet/,
    );
  });

  test('keeps the papers that it has read when the feed is gone', async () => {
    server.on('/api/daily_papers', dailyPapers(today(), entries));
    await start('');
    const { stdout, stderr } = await start('/papers show 2603.00001\n', 'http://127.0.0.1:9');
    expect(stderr).toMatch(/These are the papers that were read before, last on /);
    expect(stdout).toMatch(/Diffusion for kettles/);
  });

  test('answers each bad line with words, and ends with 1', async () => {
    server.on('/api/daily_papers', dailyPapers(today(), []));
    const { code, stdout } = await start(
      '/papers serach x\n/digest add titel:x\n/digest add x zone:Berln\n\u0000\u001b[2J\n',
    );
    expect(stdout).toMatch(/There is no command.*\/papers search/s);
    expect(stdout).toMatch(/\/digest add title:x/);
    expect(stdout).toMatch(/\/digest add x zone:Europe\/Berlin/);
    expect(stdout).not.toContain('\u001b');
    expect(code).toBe(1);
  });

  test('is refused beside another one on the same data, with the remedy', async () => {
    server.on('/api/daily_papers', dailyPapers(today(), entries));
    const env = { DATA_DIR: directory, HF_URL: server.url };
    const first = spawnPaperround(['start'], env);
    await untilPrinted(first.stdout, 'Agents that knit');
    const second = await runPaperround(['start'], { env });
    expect(second.stderr).toMatch(/Another Paperround is using .*DATA_DIR/s);
    expect(second.code).toBe(1);
    first.kill('SIGTERM');
    const [code] = await once(first, 'close');
    expect(code).toBe(0);
  });
});

describe('after kill -9', () => {
  test('a subscription is there again, and no digest repeats a paper', async () => {
    server.on('/api/daily_papers', dailyPapers(today(), entries));
    const child = spawnPaperround(['start'], { DATA_DIR: directory, HF_URL: server.url });
    child.stdin?.write(
      '/digest add agents OR diffusion limit:1\n/digest send-now d1\n/papers my follow agents\n',
    );
    const printed = await untilPrinted(child.stdout, 'You now follow');
    expect(printed).toMatch(
      /Digest d1 is set up.*Trending papers.*Agents that knit.*Posted 1 paper/s,
    );
    child.kill('SIGKILL');
    await once(child, 'close');

    const again = await start(
      '/digest list\n/papers my list\n/digest send-now d1\n/digest edit d1 limit:5\n/digest send-now d1\n',
    );
    expect(again.stdout).toMatch(/There is 1 digest here.*agents OR\s+diffusion/s);
    expect(again.stdout).toMatch(/I will send you up to 5 papers about “agents”/);
    const after = again.stdout.slice(again.stdout.indexOf('There is 1 digest'));
    expect(after.match(/Nothing new matches right now/g)).toHaveLength(2);
    expect(after).not.toMatch(/1\. {2}Agents that knit/);
    expect(again.code).toBe(0);
  });

  test('what a broken file lacks is taken from its backup, and it is said', async () => {
    server.on('/api/daily_papers', dailyPapers(today(), entries));
    await start('/digest add agents\n/digest add diffusion\n');
    await writeFile(join(directory, 'subscriptions.jsonl'), '{"version":1,"subscr');
    const { stdout, stderr } = await start('/digest list\n');
    expect(stderr).toMatch(/subscriptions\.jsonl/);
    expect(stdout).toMatch(/about “agents”/);
    await writeFile(join(directory, 'subscriptions.jsonl'), 'x');
    await writeFile(join(directory, 'subscriptions.jsonl.bak'), '');
    const refused = await start('/digest list\n');
    expect(refused.stderr).toMatch(/subscriptions\.jsonl.*import/s);
    expect(refused.code).toBe(1);
  });
});

/** Everything printed up to and with the words. */
function untilPrinted(stream: NodeJS.ReadableStream | null, words: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    stream?.setEncoding('utf8');
    stream?.on('data', (chunk: string) => {
      text += chunk;
      if (text.includes(words)) resolve(text);
    });
    stream?.on('end', () => reject(new Error(`it ended without “${words}”:\n${text}`)));
  });
}
