import { parseArgs } from 'node:util';
import { type Environment, loadConfig } from '../config.ts';
import { failure, type Problem, ProblemError, type Result, success } from '../core/problem.ts';
import { nearest } from '../core/text/edit-distance.ts';
import { UsageError } from './option-values.ts';
import { createOutput, type Output } from './output.ts';
import { problemLines } from './problem-lines.ts';
import { type ExitCode, optionsOf, type Verb, type VerbOptionValues } from './verb.ts';
import { overviewHelp, verbHelp } from './verb-help.ts';
import { loadVerb, loadVerbs, verbNames } from './verbs.ts';

const program = 'npm run -s paperround --';

/** Runs one command line, `argv` without the program. Never rejects for what a person can mend: says it and gives the code. */
export async function runCli(argv: readonly string[], environment: Environment): Promise<ExitCode> {
  const config = loadConfig(environment);
  const output = createOutput(config.ok ? config.value.terminal : undefined);
  const [first = 'start', ...rest] = argv;
  const isHelp = ['help', '--help', '-h'].includes(first);
  const name = isHelp ? rest[0] : first;
  if (name === undefined) return say(output, overviewHelp(await loadVerbs(), program));
  const verb = await loadVerb(name);
  if (verb === undefined) return refuse(output, await unknownVerb(name), 2);
  if (isHelp || rest.includes('--help') || rest.includes('-h')) {
    return say(output, verbHelp(verb, program));
  }
  const parsed = parseWords(verb, rest);
  if (!parsed.ok) return refuse(output, parsed.problem, 2);
  if (!config.ok) return refuse(output, config.problem, 1);
  try {
    return await verb.run({ ...parsed.value, config: config.value, environment, output });
  } catch (error) {
    const problem = error instanceof ProblemError ? error.problem : ownFault(error);
    return refuse(output, problem, error instanceof UsageError ? 2 : 1);
  }
}

function say(output: Output, text: string): ExitCode {
  output.print(text);
  return 0;
}

function refuse(output: Output, problem: Problem, code: ExitCode): ExitCode {
  for (const line of problemLines(problem)) output.note(line);
  return code;
}

/** What nobody foresaw, with what a report of it needs. */
function ownFault(error: unknown): Problem {
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { message: `This is a fault of ours, please report it:\n${trace}` };
}

async function unknownVerb(name: string): Promise<Problem> {
  const guess = await loadVerb(nearest(name.toLowerCase(), verbNames) ?? '');
  return {
    message: `There is no verb “${name}”.`,
    remedy: `There are ${verbNames.join(', ')}; ${program} help tells more.`,
    ...(guess !== undefined && { suggestion: `${program} ${guess.examples[0]}` }),
  };
}

function parseWords(
  verb: Verb,
  argv: readonly string[],
): Result<{ words: readonly string[]; options: VerbOptionValues }> {
  const options = optionsOf(verb);
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
    const { min, max } = verb.words;
    if (positionals.length < min || positionals.length > max) {
      return failure(
        misused(
          verb,
          positionals.length < min
            ? `needs ${verb.usage.split(' ')[0]?.replace('...', '')}`
            : `does not take “${positionals[max]}”`,
        ),
      );
    }
    return success({ words: positionals, options: optionValues(values) });
  } catch (error) {
    return failure(misused(verb, badOption(error, verb, argv)));
  }
}

/** What is wrong, by the words of Node.js for it. */
function badOption(error: unknown, verb: Verb, argv: readonly string[]): string {
  const message = (error as Error).message;
  const wrong = /'(--?[^' =]+)/.exec(message)?.[1];
  if (wrong === undefined) return message;
  if (/does not take/.test(message)) return `takes no value for ${wrong}`;
  if (!/unknown/i.test(message)) return `needs a value for ${wrong}`;
  const none = `has no option ${wrong}`;
  const word = argv.find((each) => each.startsWith(wrong));
  if (!wrong.startsWith('--') && verb.words.max > 1) {
    return `${none}: words that begin with - stand after --, as in -- ${word}`;
  }
  const guess = nearest(wrong.replace(/^-+/, ''), Object.keys(optionsOf(verb)));
  return guess === undefined ? none : `${none} (did you mean --${guess}?)`;
}

function misused(verb: Verb, fault: string): Problem {
  return {
    message: `${verb.name} ${fault}.`,
    remedy: `Usage: ${program} ${verb.name} ${verb.usage}`.trim(),
    suggestion: `${program} ${verb.examples[0]}`,
  };
}

type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

function optionValues(values: Values): VerbOptionValues {
  return {
    text: (name) => (typeof values[name] === 'string' ? values[name] : undefined),
    texts: (name) => [values[name] ?? []].flat().filter((value) => typeof value === 'string'),
    flag: (name) => values[name] === true,
  };
}
