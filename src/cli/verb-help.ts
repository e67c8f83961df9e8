import { optionsOf, type Verb } from './verb.ts';

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
    'Each ends with 0 when it is done, 1 when it could not be done, 2 when its command line is wrong.',
  ].join('\n');
}

export function verbHelp(verb: Verb, program: string): string {
  const options = Object.entries(optionsOf(verb)).map(([name, { help, value }]) => ({
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
