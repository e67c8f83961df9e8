import type { Config, Environment } from '../config.ts';
import type { Output } from './output.ts';

/** One verb of the command line: `npm run -s paperround -- VERB`. */
export interface Verb {
  readonly name: string;
  /** The words after the verb: `QUERY [--from FILE]...` */
  readonly usage: string;
  /** One sentence without a full stop. */
  readonly summary: string;
  /** Beside those that `optionsOf` adds. */
  readonly options: Readonly<Record<string, VerbOption>>;
  /** Goes on until it is stopped, and so has no result to print as JSON. */
  readonly isOpenEnded?: true;
  /** How many words it takes beside its options. */
  readonly words: { readonly min: number; readonly max: number };
  /** What follows `npm run -s paperround --`; the first one stands in error messages. */
  readonly examples: readonly [string, ...string[]];
  /** Does the work. Throws ProblemError for what the person can mend. */
  run(request: VerbRequest): Promise<ExitCode>;
}

export interface VerbOption {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  /** What stands for the value in the help: `FILE`. */
  readonly value?: string;
  readonly help: string;
}

/** The options of a verb, with `--help`, which every verb has, and `--json`. */
export function optionsOf({ options, isOpenEnded }: Verb): Readonly<Record<string, VerbOption>> {
  return {
    ...options,
    ...(isOpenEnded !== true && { json: { type: 'boolean', help: 'print JSON, for programs' } }),
    help: { type: 'boolean', help: 'print this' },
  };
}

/** 0: done. 1: it could not be done. 2: the command line is wrong. */
export type ExitCode = 0 | 1 | 2;

export interface VerbRequest {
  readonly words: readonly string[];
  readonly options: VerbOptionValues;
  readonly config: Config;
  readonly environment: Environment;
  readonly output: Output;
}

export interface VerbOptionValues {
  text(name: string): string | undefined;
  texts(name: string): readonly string[];
  flag(name: string): boolean;
}
