import { expect, test } from 'vitest';
import { createQuietLog } from '../../src/lib/quiet-log.ts';

function open() {
  const lines: string[] = [];
  let clock = 0;
  const write = (line: string): void => void lines.push(line);
  const log = createQuietLog({ info: write, warn: write }, () => clock);
  return { log, lines, later: (ms: number) => (clock += ms) };
}

test('a warning that is repeated is said again after an hour, with how often it came', () => {
  const { log, lines, later } = open();
  for (let minute = 0; minute <= 60; minute += 1) {
    log.warn('the disk is full');
    log.warn(`other ${minute}`);
    later(60_000);
  }
  expect(lines.filter((line) => line.startsWith('the disk'))).toEqual([
    'the disk is full',
    'the disk is full (said 59 more times since)',
  ]);
  expect(lines.filter((line) => line.startsWith('other'))).toHaveLength(61);
});

test('what is only told is never left out', () => {
  const { log, lines } = open();
  log.info('read');
  log.info('read');
  expect(lines).toEqual(['read', 'read']);
});

test('a clock that is set back silences nothing for long', () => {
  const { log, lines, later } = open();
  log.warn('fault');
  later(-2 * 3_600_000);
  log.warn('fault');
  expect(lines).toHaveLength(2);
});

test('it remembers a bounded number of lines', () => {
  const { log, lines } = open();
  for (let number = 0; number <= 1_000; number += 1) log.warn(`line ${number}`);
  log.warn('line 0');
  log.warn('line 1000');
  expect(lines).toHaveLength(1_002);
});
