import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Argument } from '../../src/commands/argument.ts';
import type { Command } from '../../src/commands/command.ts';
import { completeLine } from '../../src/commands/complete-line.ts';
import { parseLine } from '../../src/commands/parse-line.ts';
import { actionLine, commands } from '../../src/commands/registry.ts';
import { refusal } from '../../src/commands/reply.ts';
import type { Actor, Invocation, Reply } from '../../src/core/invocation.ts';
import type { Action, Block } from '../../src/core/view.ts';
import { queryText } from '../core/query/arbitraries.ts';
import { openDesk } from './desk.ts';
import { checkDiscordReply } from './discord-views.ts';
import { hostileText, shortText } from './hostile.ts';
import { mutatedText } from './mutations.ts';
import { checkSlackReply } from './slack-views.ts';
import { defineTarget } from './target.ts';
import { checkInTerminal } from './terminal-views.ts';

const plausible = fc.constantFrom(
  ...['d1', 'd2', '#d1', '2501.90001', 'arxiv:2603.00001', 'tidy desk', 'llm-agents', 'topic:rag'],
  ...['agents -survey', '"world model"', 'title:diffusion*', 'upvotes>=3', 'has:code', 'since:7d'],
  ...['09:00', '9pm', 'weekdays', 'mon,fri', 'Europe/Berlin', 'berlin', '7d', '1w', '2w', 'all'],
  ...['yes', 'no', '1', '2', '25', '0', '-1', '99999999999', 'weekdays 9:00 tokyo', '0 9 * * 1-5'],
);

function valueFor({ choices = [] }: Argument): fc.Arbitrary<string> {
  const known = choices.map(({ value }) => value);
  return fc.oneof(
    { weight: 6, arbitrary: known.length === 0 ? plausible : fc.constantFrom(...known) },
    { weight: 2, arbitrary: plausible },
    { weight: 1, arbitrary: queryText },
    { weight: 1, arbitrary: shortText },
  );
}

/** A line for the command, its values mostly such as it wants. */
function lineFor({ path, args, main }: Command): fc.Arbitrary<string> {
  const written = Object.entries(args).map(([name, argument]) =>
    fc
      .tuple(valueFor(argument), fc.constantFrom('main', ':', '="', '--', 'left out', 'left out'))
      .map(([value, how]) => {
        if (how === 'left out') return argument.required ? value : '';
        if (how === 'main') return name === main ? value : `${name}:${value}`;
        if (how === '--') return `--${name} ${value}`;
        return how === ':' ? `${name}:${value}` : `${name}="${value}"`;
      }),
  );
  return fc.tuple(...written).map((words) => `/${[...path, ...words].join(' ').trim()}`);
}

const likelyLine = fc.oneof(...commands.map(lineFor));
const examples = fc.constantFrom(...commands.flatMap((command) => command.examples));
const pieces = fc.oneof(plausible, shortText, fc.constantFrom(' ', ':', '"', '“', '--', '=', '/'));

export const anyLine = fc.oneof(
  { weight: 4, arbitrary: likelyLine },
  { weight: 3, arbitrary: mutatedText(fc.oneof(examples, likelyLine), pieces) },
  { weight: 1, arbitrary: examples },
  { weight: 1, arbitrary: hostileText },
);

const owner: Actor = { id: 'terminal:owner', name: 'owner', canManage: true, zone: 'Asia/Tokyo' };
const guest: Actor = { id: 'terminal:guest', name: '<@1> *guest*', canManage: false };
const style = { width: 80, color: false, unicode: true, hyperlinks: false };

function ask(path: readonly string[], args: Invocation['args'], actor = owner): Invocation {
  const place = 'terminal:-';
  return { path, args, address: place, realm: place, personalAddress: 'terminal:me', actor };
}

export const commandLines = defineTarget({
  name: 'command-lines',
  holds:
    'a line is a command with its own arguments, or is refused in words, with suggestions that come to an end',
  share: 12_000,
  input: anyLine,
  open: () => ({
    run(line) {
      const parsed = parseLine(line, commands);
      if (!parsed.ok) {
        checkReply(refusal({ input: line, ...parsed.problem }));
        followSuggestions(line);
        return;
      }
      const { command, args } = parsed.value;
      assert.ok(commands.includes(command));
      for (const [name, value] of Object.entries(args)) {
        assert.ok(Object.hasOwn(command.args, name) && typeof value === 'string', name);
      }
    },
  }),
});

/** Each mends one mistake; a line has no more of them than words. */
function followSuggestions(line: string): void {
  let next: string | undefined = line;
  for (let mended = 0; next !== undefined; mended += 1) {
    assert.ok(mended <= line.length, `no end of suggestions: ${next}`);
    const parsed = parseLine(next, commands);
    next = parsed.ok ? undefined : parsed.problem.suggestion;
  }
}

export const completions = defineTarget({
  name: 'completions',
  holds: 'any line can be completed, never by nothing',
  share: 3_000,
  input: anyLine,
  open: () => {
    const { desk } = openDesk();
    return {
      async run(line) {
        for (const whole of await completeLine(line, commands, desk.complete, ask)) {
          assert.notEqual(whole.trim(), '');
        }
      },
    };
  },
});

const conversation = fc.array(fc.tuple(anyLine, fc.boolean(), fc.nat(9)), {
  minLength: 1,
  maxLength: 6,
});

export const conversations = defineTarget({
  name: 'conversations',
  holds:
    'commands and buttons one after another are each answered in words that every platform can show, never by a fault',
  share: 2_000,
  input: conversation,
  open: () => ({
    async run(lines) {
      const { desk, faults } = openDesk();
      await desk.dispatch(ask(['digest', 'add'], { query: 'agents' }));
      for (const [line, isOwner, button] of lines) {
        const actor = isOwner ? owner : guest;
        const parsed = parseLine(line, commands);
        if (!parsed.ok) continue;
        const { command, args } = parsed.value;
        await desk.form(ask(command.path, {}, actor));
        const reply = await desk.dispatch(ask(command.path, args, actor));
        checkReply(reply, { path: command.path, args });
        const action = actionsIn(reply.view.blocks)[button];
        if (action === undefined) continue;
        checkButtonLine(action);
        checkReply(await desk.dispatch(ask(action.path, action.args, actor)), action);
      }
      if (faults.length > 0) throw faults[0];
    },
  }),
});

/** Who cannot press a button types its line, which has to ask for the same, be it in other words. */
function checkButtonLine(action: Action): void {
  const line = actionLine(action);
  const parsed = parseLine(line, commands);
  assert.ok(parsed.ok, line);
  const { command, args } = parsed.value;
  assert.deepEqual(command.path, action.path, line);
  assert.deepEqual(Object.keys(args).sort(), Object.keys(action.args).sort(), line);
}

function actionsIn(blocks: readonly Block[]): Action[] {
  return blocks.flatMap((block) =>
    block.kind === 'paper' || block.kind === 'actions' ? (block.actions ?? []) : [],
  );
}

function checkReply({ view }: Reply, share?: Pick<Action, 'path' | 'args'>): void {
  assert.notEqual(view.summary.trim(), '');
  checkInTerminal(view, style);
  checkDiscordReply(view, share);
  checkSlackReply(view, share);
}
