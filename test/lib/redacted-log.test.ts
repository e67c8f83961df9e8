import { expect, test } from 'vitest';
import { createRedactedLog } from '../../src/lib/redacted-log.ts';

test('secrets are hidden wherever they stand, everything else stays', () => {
  const lines: string[] = [];
  const write = (line: string): void => void lines.push(line);
  const log = createRedactedLog(
    { info: write, warn: write },
    { values: ['s3cret$&', 'other'], patterns: [/xox[a-z]-[\w-]+/g] },
  );
  log.warn('https://x.example/?token=s3cret$&&a=1 and s3cret$& again');
  log.info('xoxb-1-2 and another one');
  expect(lines).toEqual([
    'https://x.example/?token=(hidden)&a=1 and (hidden) again',
    '(hidden) and an(hidden) one',
  ]);
});
