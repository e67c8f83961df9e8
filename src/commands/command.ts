import type { Invocation, Reply } from '../core/invocation.ts';
import { type Problem, ProblemError } from '../core/problem.ts';
import {
  type Argument,
  type Arguments,
  type ArgumentValues,
  longestArgument,
  type ReadContext,
} from './argument.ts';
import { commandLine } from './command-line.ts';
import type { Services } from './services.ts';

/** `manage`: those who may manage the digests of a place. */
export type Permission = 'everyone' | 'manage';

/** A command, declared once. The terminal's, Discord's and Slack's commands, their help and `docs/commands.md` are made from it. */
export interface Command {
  /** `['papers', 'my', 'follow']`: two or three words, `papers` or `digest` first. */
  readonly path: readonly string[];
  /** Up to 100 characters: an imperative sentence without a full stop. */
  readonly summary: string;
  readonly args: Arguments;
  /** The argument that takes the words given without a name. */
  readonly main?: string;
  /** The argument whose value may stand without a name behind the main one: `pause d1 1w`. */
  readonly last?: string;
  readonly permission: Permission;
  /** It changes what is stored. */
  readonly writes?: true;
  /** Whole lines that a person can type; the first one stands in error messages. */
  readonly examples: readonly [string, ...string[]];
  /** Reads the arguments and does the work. Throws ProblemError for what the person can mend. */
  run(services: Services, invocation: Invocation): Promise<Reply>;
}

interface CommandDefinition<Args extends Arguments>
  extends Omit<Command, 'args' | 'main' | 'last' | 'permission' | 'run'> {
  readonly args: Args;
  readonly main?: string & keyof Args;
  readonly last?: string & keyof Args;
  readonly permission?: Permission;
  handle(request: Request<Args>): Promise<Reply>;
}

export interface Request<Args extends Arguments> {
  readonly services: Services;
  readonly invocation: Invocation;
  readonly args: ArgumentValues<Args>;
}

/** Ties the values that a handler gets to the arguments that its command declares. */
export function defineCommand<const Args extends Arguments>(
  definition: CommandDefinition<Args>,
): Command {
  const { handle, permission = 'everyone', ...declared } = definition;
  return {
    ...declared,
    permission,
    async run(services, invocation) {
      const args = await readArguments(definition, { services, invocation });
      return handle({ services, invocation, args: args as ArgumentValues<Args> });
    },
  };
}

async function readArguments(
  { args, main, examples }: Pick<Command, 'args' | 'main' | 'examples'>,
  context: ReadContext,
): Promise<Record<string, unknown>> {
  const { invocation } = context;
  const values: Record<string, unknown> = {};
  for (const [name, argument] of Object.entries(args)) {
    const typed = invocation.args[name]?.trim();
    if (typed === undefined || typed === '') {
      if (argument.required) throw missingArgument(invocation, name, argument, examples[0]);
      continue;
    }
    if (typed.length > longestArgument) throw tooLong(name, typed.length);
    const read = await argument.read(typed, context);
    if (!read.ok) {
      const problem = argument.kind === 'text' ? read.problem : named(read.problem, name);
      throw badArgument(problem, name, typed, invocation, main);
    }
    values[name] = read.value;
  }
  return values;
}

/** `/papers show PAPER`: the command and the arguments that it takes without a name. */
export function usage({ path, main = '', last = '', args }: Command): string {
  const words = [main, last].flatMap((name) => {
    const argument = args[name];
    if (argument === undefined) return [];
    return argument.required ? name.toUpperCase() : `[${name.toUpperCase()}]`;
  });
  return `/${[...path, ...words].join(' ')}`;
}

/** The problem of one argument, told for the whole line, so that its suggestion can be typed as it stands. */
function badArgument(
  problem: Problem,
  name: string,
  typed: string,
  { path, args }: Invocation,
  main: string | undefined,
): ProblemError {
  const { suggestion, ...rest } = problem;
  return new ProblemError({
    ...rest,
    input: typed,
    ...(suggestion === undefined
      ? {}
      : { suggestion: commandLine(path, { ...args, [name]: suggestion }, main) }),
  });
}

/** What is said of a number or a choice does not tell by itself which argument it is about. */
function named(problem: Problem, name: string): Problem {
  return { ...problem, message: `${name}: ${problem.message}` };
}

function tooLong(name: string, length: number): ProblemError {
  return new ProblemError({
    message: `${name}: ${length} characters are too many; ${longestArgument} are the most.`,
    remedy: 'Shorten it.',
  });
}

function missingArgument(
  { path }: Invocation,
  name: string,
  { description, choices }: Argument,
  example: string,
): ProblemError {
  const what = `${description.charAt(0).toLowerCase()}${description.slice(1)}`;
  const values = choices?.map(({ value }) => value).join(' or ') ?? what;
  return new ProblemError({
    message: `${commandLine(path, {})} needs ${name}: ${values}.`,
    remedy: `For example: ${example}`,
  });
}
