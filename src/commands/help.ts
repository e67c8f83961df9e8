import { ProblemError } from '../core/problem.ts';
import type { Block, RichText } from '../core/view.ts';
import type { Argument } from './argument.ts';
import { text } from './arguments.ts';
import { type Command, defineCommand, usage } from './command.ts';
import { resolvePath } from './parse-line.ts';
import { privately } from './reply.ts';

/** The help command over the other commands: all of them, or one in full. */
export function helpOf(commands: readonly Command[]): Command {
  return defineCommand({
    path: ['papers', 'help'],
    summary: 'What this app can do, with examples',
    args: {
      command: text({ description: 'A command to read about, as in my follow', required: false }),
    },
    main: 'command',
    examples: ['/papers help', '/papers help digest add'],
    async handle({ args }) {
      if (args.command === undefined)
        return privately({ summary: 'Paperround help', blocks: overview(commands) });
      const group = groupNamed(args.command);
      if (group !== undefined)
        return privately({ summary: group.title, blocks: groupBlocks(group, commands) });
      const resolved = resolvePath(args.command.split(/\s+/), commands);
      if (!resolved.ok) throw new ProblemError(resolved.problem);
      const { command } = resolved.value;
      return privately({ summary: command.summary, blocks: details(command) });
    },
  });
}

const groups = [
  { title: 'Find papers', prefix: 'papers' },
  { title: 'Your own digest', prefix: 'papers my' },
  { title: 'Digests of this place', prefix: 'digest' },
] as const;

type Group = (typeof groups)[number];

/** `my`, `/papers my` or `digest`: the words that several commands begin with. */
function groupNamed(typed: string): Group | undefined {
  const words = typed.toLowerCase().replace(/^\//, '').split(/\s+/).join(' ');
  return groups.find(({ prefix }) => prefix === words || prefix === `papers ${words}`);
}

function groupBlocks({ title, prefix }: Group, commands: readonly Command[]): Block[] {
  return [
    { kind: 'heading', text: title },
    {
      kind: 'list',
      items: commands
        .filter(({ path }) => path.slice(0, -1).join(' ') === prefix)
        .map(
          (command): RichText => [{ kind: 'code', text: usage(command) }, `  ${command.summary}`],
        ),
    },
  ];
}

function overview(commands: readonly Command[]): Block[] {
  return [
    ...groups.flatMap((group) => groupBlocks(group, commands)),
    {
      kind: 'text',
      text: [
        'Queries: words, "phrases", prefix*, OR, -not, (groups), title: author: org: category:, upvotes>=20, has:code, since:7d. ',
        { kind: 'code', text: '/papers help COMMAND' },
        ' tells more of one command.',
      ],
    },
  ];
}

function details(command: Command): Block[] {
  const args = Object.entries(command.args);
  return [
    { kind: 'heading', text: usage(command) },
    { kind: 'text', text: [`${command.summary}.`] },
    ...(args.length === 0
      ? []
      : [
          {
            kind: 'facts' as const,
            facts: args.map(([name, argument]) => ({ name, value: [describeArgument(argument)] })),
          },
        ]),
    { kind: 'text', text: ['Examples:'] },
    { kind: 'code', text: command.examples.join('\n') },
  ];
}

export function describeArgument(argument: Argument): string {
  const choices = argument.choices?.map(({ value }) => value).join(', ');
  return [
    argument.description,
    choices === undefined ? '' : ` (${choices})`,
    argument.required ? '' : '; optional',
  ].join('');
}
