import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { Dispatch, Reply } from '../../../src/core/invocation.ts';
import type { Desk } from '../../../src/platforms/platform.ts';
import {
  createTerminalPlatform,
  type LineReading,
  terminalAddress,
} from '../../../src/platforms/terminal/terminal-platform.ts';
import { createTextSink } from './text-sink.ts';

const style = { width: 60, color: false, unicode: true, hyperlinks: false };

function reply(words: string, ok = true): Reply {
  return { view: { summary: words, blocks: [] }, visibility: 'private', ok };
}

function readLine(line: string): LineReading {
  if (line === 'exit') return { kind: 'exit' };
  if (line === '?') return { kind: 'reply', reply: reply('No such command.', false) };
  const actor = { id: 'terminal:local', name: 'You', canManage: true };
  const place = {
    address: terminalAddress,
    realm: terminalAddress,
    personalAddress: terminalAddress,
  };
  return { kind: 'invocation', invocation: { path: line.split(' '), args: {}, actor, ...place } };
}

const occasion = { address: terminalAddress, scope: 'channel' } as const;

function desk(dispatch: Dispatch): Desk {
  const nothing = async () => undefined;
  return {
    dispatch,
    complete: async () => [],
    form: nothing,
    placeLost: nothing,
    placesGone: nothing,
    placesChanged: nothing,
    placesBack: nothing,
    installations: { all: async () => [], get: nothing, put: nothing, remove: nothing },
  };
}

describe('the terminal as a platform', () => {
  test('answers each line, counts refusals, and ends with the input', async () => {
    const { stream, text } = createTextSink();
    const input = Readable.from(['papers help\n?\nexit\nmore\n'], { objectMode: false });
    const platform = createTerminalPlatform({
      output: stream,
      style,
      session: { input, readLine },
    });
    await platform.start(desk(async ({ path }) => reply(`You asked ${path.join(' ')}.`)));
    expect(await platform.finished()).toEqual({ failed: 1 });
    expect(text()).toBe('You asked papers help.\n\nNo such command.\n\n');
    await platform.stop();
  });

  test('renders a view as one message and shows it once', async () => {
    const { stream, text } = createTextSink();
    const platform = createTerminalPlatform({ output: stream, style });
    const [message] = platform.render({ summary: 'Three papers.', blocks: [] }, occasion);
    expect(message).toEqual({ payload: { text: 'Three papers.' }, papers: [] });
    const stored: unknown = JSON.parse(JSON.stringify(message?.payload));
    expect(await platform.send(terminalAddress, stored, 'd1/a/0')).toEqual({ kind: 'sent' });
    expect(await platform.send(terminalAddress, stored, 'd1/a/0')).toEqual({ kind: 'sent' });
    expect(text()).toBe('Three papers.\n\n');
  });

  test('wraps to the width that the output has when it renders', () => {
    const output = Object.assign(createTextSink().stream, { columns: 20 });
    const platform = createTerminalPlatform({ output, style });
    const view = { summary: 'Three papers about towns.', blocks: [] };
    expect(platform.render(view, occasion)).toEqual([
      { payload: { text: 'Three papers about\ntowns.' }, papers: [] },
    ]);
    output.columns = 0;
    expect(platform.render(view, occasion)).toEqual([
      { payload: { text: view.summary }, papers: [] },
    ]);
  });

  test('keeps a digest for later where the output is closed', async () => {
    const sink = createTextSink();
    sink.fail();
    const platform = createTerminalPlatform({ output: sink.stream, style });
    const send = () => platform.send(terminalAddress, { text: 'a' }, 'd1/a/0');
    expect(await send()).toMatchObject({ kind: 'retry' });
    expect(await send()).toMatchObject({ kind: 'retry' });
  });

  test.each([undefined, null, 'text', { text: 1 }, {}])(
    'rejects what is no message: %j',
    async (payload) => {
      const platform = createTerminalPlatform({ output: createTextSink().stream, style });
      expect(await platform.send(terminalAddress, payload, 'd1/a/0')).toMatchObject({
        kind: 'rejected',
      });
    },
  );

  test('without a session there is nothing to wait for', async () => {
    const platform = createTerminalPlatform({ output: createTextSink().stream, style });
    await platform.start(desk(async () => reply('never')));
    expect(await platform.finished()).toEqual({ failed: 0 });
    await platform.stop();
  });
});
