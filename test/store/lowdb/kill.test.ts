import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { openLowdbStore } from '../../../src/store/lowdb/open-lowdb-store.ts';
import { problemOf } from './problem-of.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const writer = new URL('./writer-process.ts', import.meta.url).pathname;

function startWriter(directory: string, run: number): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', writer, directory, `run${run}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}

/** Reads the lines that a process says; kills it without warning after so many, and goes on to the last line. */
async function linesUntilKilled(child: ChildProcess, enough: number): Promise<string[]> {
  const lines: string[] = [];
  if (!child.stdout) throw new Error('no pipe');
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (lines.length === enough) child.kill('SIGKILL');
  }
  return lines;
}

test('after kill -9 in the middle of writes, whatever was said to be durable is there', async () => {
  const directory = join(await temporaryDirectory(), 'data');
  const said = new Set<string>();
  for (const [run, enough] of [1, 9, 50, 111, 230].entries()) {
    const lines = await linesUntilKilled(startWriter(directory, run), enough);
    expect(lines.length).toBeGreaterThanOrEqual(enough);
    expect(lines[0]).toBe('open');
    for (const line of lines.slice(1)) said.add(line);

    const store = await openLowdbStore({ directory, mode: 'own' });
    const subscriptions = (await store.subscriptions.all()).map(({ id }) => `subscription ${id}`);
    const deliveries = (await store.deliveries.all()).map(
      ({ subscription, slot }) => `delivery ${subscription} ${slot}`,
    );
    const papers = (await store.papers.all()).map(({ id }) => `paper ${id}`);
    const stored = new Set([...subscriptions, ...deliveries, ...papers]);
    expect([...said].filter((line) => !stored.has(line))).toEqual([]);
    // A write that the kill hit was not said to be saved; nothing else may be amiss.
    const amiss = store.warnings.filter(({ message }) => !message.includes('was cut off'));
    expect(amiss).toEqual([]);
    await store.close();
    const files = await readdir(directory, { recursive: true });
    expect(files.filter((name) => name.endsWith('.tmp') || name.includes('.broken'))).toEqual([]);
  }
  expect(said.size).toBeGreaterThan(300);
}, 60_000);

test('two owners: the second is refused until the first is gone, even by kill -9', async () => {
  const directory = join(await temporaryDirectory(), 'data');
  const child = startWriter(directory, 0);
  if (!child.stdout) throw new Error('no pipe');
  await once(child.stdout, 'data');
  const problem = await problemOf(openLowdbStore({ directory, mode: 'own' }));
  expect(problem.message).toBe(`Another Paperround is using ${directory}.`);
  expect(problem.remedy).toBe('Stop it, or set DATA_DIR to another directory.');
  const reader = await openLowdbStore({ directory, mode: 'read-only' });
  await reader.close();
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
  const store = await openLowdbStore({ directory, mode: 'own' });
  await store.close();
});
