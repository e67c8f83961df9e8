import { PassThrough, Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { openPrompt } from '../../../src/platforms/terminal/open-prompt.ts';
import type { LineResult, PromptOptions } from '../../../src/platforms/terminal/prompt.ts';
import { createTextSink } from './text-sink.ts';

type OnLine = PromptOptions['onLine'];

async function run(chunks: Iterable<string | Uint8Array>, onLine?: OnLine, echo = false) {
  const lines: string[] = [];
  const sink = createTextSink();
  const prompt = openPrompt({
    input: Readable.from(chunks, { objectMode: false }),
    output: sink.stream,
    echo,
    async onLine(line) {
      lines.push(line);
      return onLine === undefined ? 'done' : onLine(line);
    },
  });
  const end = await prompt.closed;
  return { lines, end, text: sink.text() };
}

describe('lines that do not come from a keyboard', () => {
  test.each<[string, string[], string[]]>([
    ['LF', ['one\ntwo\n'], ['one', 'two']],
    ['CRLF', ['one\r\ntwo\r\n'], ['one', 'two']],
    ['no break at the end', ['one\ntwo'], ['one', 'two']],
    ['empty lines and comments', ['\n  \n# no\n  # nor this\none\n'], ['one']],
    ['space around', ['  one  \n'], ['one']],
    ['chunks anywhere', ['o', 'ne\r', '\ntw', 'o'], ['one', 'two']],
    ['nothing', [], []],
  ])('%s', async (_name, chunks, expected) => {
    expect((await run(chunks)).lines).toEqual(expected);
  });

  test('letters of several bytes may lie across chunks', async () => {
    const bytes = Buffer.from('größe 語\n');
    const chunks = [...bytes].map((byte) => Buffer.from([byte]));
    expect((await run(chunks)).lines).toEqual(['größe 語']);
  });

  test('are echoed only where asked', async () => {
    expect((await run(['one\n# c\n'], undefined, true)).text).toBe('> one\n');
    expect((await run(['one\n'])).text).toBe('');
  });

  test('each waits for the answer to the one before', async () => {
    let running = 0;
    let most = 0;
    await run(['a\nb\nc\n'], async () => {
      running += 1;
      most = Math.max(most, running);
      await turn();
      running -= 1;
      return 'done';
    });
    expect(most).toBe(1);
  });

  test('one of 10,000 characters is taken, a longer one refused in words, and the rest goes on', async () => {
    const taken = 'x'.repeat(10_000);
    const { lines, end, text } = await run([`${taken}\r\n`, `${taken}y\n`, 'after']);
    expect(lines).toEqual([taken, 'after']);
    expect(text).toContain('longer than 10000 characters');
    expect(end.failed).toBe(1);
  });

  test('a line that never ends is not kept', async () => {
    function* endless() {
      for (let index = 0; index < 2_000; index += 1) yield Buffer.alloc(65_536, 'x');
    }
    const before = process.memoryUsage().rss;
    const { lines, text } = await run(endless());
    expect(lines).toEqual([]);
    expect(text.match(/longer than/g)).toHaveLength(1);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 2 ** 20);
  });

  test('failures are counted, and no line is read after exit', async () => {
    const { lines, end } = await run(
      ['bad\nok\nexit\nmore\n'],
      async (line): Promise<LineResult> => {
        if (line === 'exit') return 'exit';
        return line === 'bad' ? 'failed' : 'done';
      },
    );
    expect(lines).toEqual(['bad', 'ok', 'exit']);
    expect(end).toEqual({ failed: 1 });
  });

  test('closing ends the wait for a line that does not come', async () => {
    const prompt = openPrompt({
      input: new PassThrough(),
      output: createTextSink().stream,
      onLine: async () => 'done',
    });
    prompt.close();
    expect(await prompt.closed).toEqual({ failed: 0 });
  });

  test('an input that breaks is a problem in words', async () => {
    const input = new PassThrough();
    const prompt = openPrompt({
      input,
      output: createTextSink().stream,
      onLine: async () => 'done',
    });
    input.destroy(new Error('read EIO'));
    await expect(prompt.closed).rejects.toThrow('The input could not be read.');
  });

  test('an output that nobody reads ends the run quietly', async () => {
    const sink = createTextSink();
    sink.stream.on('error', () => {});
    const lines: string[] = [];
    const prompt = openPrompt({
      input: Readable.from(['a\nb\nc\n'], { objectMode: false }),
      output: sink.stream,
      async onLine(line) {
        lines.push(line);
        if (line === 'b') sink.fail();
        await prompt.print(line);
        return 'done';
      },
    });
    expect(await prompt.closed).toEqual({ failed: 0 });
    expect(lines).toEqual(['a', 'b']);
  });
});
