import { type Command, usage } from './command.ts';
import { describeArgument } from './help.ts';

/** `docs/commands.md`: every command with its arguments and examples. */
export function commandReference(commands: readonly Command[]): string {
  return [
    '# Commands',
    '',
    'Made from the command registry by `npm run generate`. The same commands work in the terminal and in chat.',
    'An argument is given as `name:value` or `--name value`; those in the heading need no name. Values with spaces stand in',
    'quotes; days, times and zones need none.',
    '',
    ...commands.flatMap((command) => [
      `## ${usage(command)}`,
      '',
      `${command.summary}.${command.permission === 'manage' ? ' For those who manage the place.' : ''}`,
      '',
      ...argumentTable(command),
      ...command.examples.map((example) => `    ${example}`),
      '',
    ]),
  ].join('\n');
}

function argumentTable({ args }: Command): string[] {
  const rows = Object.entries(args).map(
    ([name, argument]) => `| \`${name}\` | ${describeArgument(argument).replaceAll('|', '\\|')} |`,
  );
  return rows.length === 0 ? [] : ['| argument | |', '| --- | --- |', ...rows, ''];
}
