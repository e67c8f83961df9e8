import { describe, expect, test } from 'vitest';
import { createProgress } from '../../../src/platforms/terminal/progress.ts';
import { createTextSink } from './text-sink.ts';

const erase = '\r\u001b[2K';

describe('progress', () => {
  test('on a terminal is one line that is erased at the end', () => {
    const sink = createTextSink();
    const progress = createProgress(sink.stream, { isTTY: true, color: false, unicode: false });
    progress.step('Reading\nmonday\u001b[31m');
    progress.done('Read 3 papers.');
    progress.done('again');
    progress.step('late');
    expect(sink.text()).toBe(`${erase}| Reading monday${erase}Read 3 papers.\n`);
  });

  test('never takes more than one row', () => {
    const sink = createTextSink();
    const stream = Object.assign(sink.stream, { columns: 20 });
    const progress = createProgress(stream, { isTTY: true, color: false });
    progress.step('A step that is much longer than the terminal is wide');
    progress.done();
    expect(sink.text()).toBe(`${erase}⠋ A step that is…${erase}`);
  });

  test('elsewhere is a plain line now and then', () => {
    const sink = createTextSink();
    let time = 0;
    const progress = createProgress(sink.stream, { isTTY: false, color: false, now: () => time });
    for (const [at, text] of [
      [0, 'a'],
      [2_999, 'b'],
      [3_000, 'c'],
      [3_001, 'd'],
    ] as const) {
      time = at;
      progress.step(text);
    }
    progress.done('end');
    expect(sink.text()).toBe('a\nc\nend\n');
  });

  test('is silent where asked, and where nobody reads', () => {
    const sink = createTextSink();
    const quiet = createProgress(sink.stream, { isTTY: true, color: true, quiet: true });
    quiet.step('a');
    quiet.done('b');
    sink.stream.destroy();
    const unread = createProgress(sink.stream, { isTTY: true, color: true });
    unread.step('a');
    unread.done('b');
    expect(sink.text()).toBe('');
  });
});
