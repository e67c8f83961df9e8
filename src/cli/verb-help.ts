import type { Verb } from './verb.ts';

/** All verbs, one line each, and how to begin. */
export function overviewHelp(verbs: readonly Verb[], program: string): string {
  const width = Math.max(...verbs.map((verb) => verb.name.length));
  return [
    'Paperround: trending research papers where your team already talks.',
    '',
    'npm start              shows the papers of today and takes commands',
    `${program} VERB`,
    '',
    ...verbs.map((verb) => `  ${verb.name.padEnd(width)}  ${verb.summary}`),
    '',
    `${program} VERB --help tells more of one.`,
  ].join('\n');
}

export function verbHelp(verb: Verb, program: string): string {
  const options = Object.entries({
    ...verb.options,
    json: { help: 'print JSON, for programs', value: undefined },
    help: { help: 'print this', value: undefined },
  }).map(([name, { help, value }]) => ({
    flag: value === undefined ? `--${name}` : `--${name} ${value}`,
    help,
  }));
  const width = Math.max(...options.map(({ flag }) => flag.length));
  return [
    `${program} ${verb.name} ${verb.usage}`.trim(),
    '',
    `${verb.summary}.`,
    '',
    ...options.map(({ flag, help }) => `  ${flag.padEnd(width)}  ${help}`),
    '',
    'Examples:',
    ...verb.examples.map((example) => `  ${program} ${example}`),
  ].join('\n');
}
