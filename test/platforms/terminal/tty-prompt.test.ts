import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';

const recorder = 'script';
const hasRecorder = spawnSync(recorder, ['-qec', 'true', '/dev/null']).status === 0;
const directory = mkdtempSync(join(tmpdir(), 'prompt-'));
const historyFile = join(directory, 'history');
const source = join(import.meta.dirname, '../../../src/platforms/terminal/open-prompt.ts');

/** A prompt whose commands are `say TEXT`, `lines N`, `later TEXT` (prints while the person types) and `exit`. */
const program = `
import { openPrompt } from ${JSON.stringify(source)};
const prompt = openPrompt({
  input: process.stdin,
  output: process.stdout,
  historyFile: ${JSON.stringify(historyFile)},
  complete: (line) => ['say hello', 'say help'].filter((each) => each.startsWith(line)),
  async onLine(line) {
    const [verb, text] = line.split(' ');
    if (verb === 'exit') return 'exit';
    if (verb === 'lines') {
      const lines = Array.from({ length: Number(text) }, (_, index) => 'line ' + (index + 1) + '.');
      await prompt.print(lines.join('\\n'), { inPages: true });
    }
    if (verb === 'say') await prompt.print('said ' + text + '.');
    if (verb === 'later') process.once('SIGUSR2', () => void prompt.print('delivered ' + text + '.'));
    if (verb === 'pid') await prompt.print('pid=' + process.pid + '.');
    return verb === 'bad' ? 'failed' : 'done';
  },
});
const end = await prompt.closed;
console.log('ended with ' + end.failed + ' failed.');
`;

let child: ChildProcess;
let seen = '';
let mark = 0;

function type(keys: string): void {
  mark = seen.length;
  child.stdin?.write(keys);
}

/** Resolves to what came since the last keys once it matches, control sequences apart; the test's own timeout ends a wait in vain. */
function until(pattern: RegExp): Promise<string> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!pattern.test(stripVTControlCharacters(seen.slice(mark)))) return;
      child.stdout?.off('data', look);
      resolve(seen.slice(mark));
    };
    child.stdout?.on('data', look);
    look();
  });
}

describe.skipIf(!hasRecorder)('a prompt on a pseudo-terminal (needs the script command)', () => {
  beforeEach(async () => {
    seen = '';
    mark = 0;
    const node = `stty rows 12 cols 60; exec "${process.execPath}" --import tsx --input-type=module -e "$PROGRAM"`;
    child = spawn(recorder, ['-qec', node, '/dev/null'], {
      env: { ...process.env, PROGRAM: program, TERM: 'xterm', SHELL: '/bin/sh' },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      seen += chunk;
    });
    await until(/> /);
  });

  afterEach(async () => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    rmSync(historyFile, { force: true });
  });

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  test('answers lines, remembers them, and leaves on exit', async () => {
    type('say one\r');
    await until(/said one\.[\s\S]*> /);
    type('\u001b[A');
    await until(/say one/);
    type('\rbad\rexit\r');
    await until(/ended with 1 failed\./);
    expect(readFileSync(historyFile, 'utf8')).toBe('say one\nsay one\nbad\nexit\n');
    expect(statSync(historyFile).mode & 0o777).toBe(0o600);
  });

  test('Ctrl-C clears the line, on an empty one asks once more; Ctrl-D leaves', async () => {
    type('say lost');
    await until(/say lost/);
    type('\u0003say kept\r');
    await until(/said kept\./);
    type('\u0003');
    await until(/Press Ctrl-C again to leave\.[\s\S]*> /);
    type('\u0003');
    await until(/ended with 0 failed\./);
    expect(seen).not.toContain('said lost');
  });

  test('Ctrl-D leaves', async () => {
    type('\u0004');
    await until(/ended with 0 failed\./);
  });

  test('Tab completes the word', async () => {
    type('sa');
    await until(/sa/);
    type('\t');
    await until(/y hel/);
    type('l');
    await until(/l/);
    type('\t');
    await until(/o/);
    type('\r');
    await until(/said hello\./);
  });

  test('what is printed meanwhile stands above the line being typed', async () => {
    type('pid\r');
    const pid = Number(/pid=(\d+)/.exec(await until(/pid=\d+\.[\s\S]*> /))?.[1]);
    type('later news\r');
    await until(/> $/);
    type('say half');
    await until(/say half/);
    mark = seen.length;
    process.kill(pid, 'SIGUSR2');
    const redrawn = await until(/delivered news\.[\s\S]*> say half/);
    expect(redrawn.startsWith('\u001b[1G\u001b[0J')).toBe(true);
    type('way\r');
    await until(/said halfway\./);
  });

  test('long answers wait after each screenful', async () => {
    type('lines 25\r');
    const first = await until(/-- 15 more lines: Enter or q -- /);
    expect(first).toContain('line 10.');
    expect(first).not.toContain('line 11.');
    type('\r');
    expect(await until(/-- 5 more lines/)).toContain('line 20.');
    type('q');
    expect(await until(/> $/)).not.toContain('line 21.');
    type('lines 25\r');
    await until(/more lines/);
    type(' ');
    expect(await until(/-- 5 more lines/)).toContain('line 20.');
    type('\u0003');
    await until(/> $/);
    type('say q q\r');
    await until(/said q\./);
    type('lines 10\r');
    expect(await until(/line 10\.[\s\S]*> /)).not.toContain('more lines');
  });

  test('a command typed at the end of a page is run', async () => {
    type('lines 25\r');
    await until(/more lines/);
    type('say next\r');
    expect(await until(/said next\./)).not.toContain('line 11.');
  });
});
