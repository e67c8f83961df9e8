import type { Invocation } from '../core/invocation.ts';
import type { Result } from '../core/problem.ts';
import type { Services } from './services.ts';

/** Characters of a value. A query is held to fewer by its own language. */
export const longestArgument = 1_000;

/** What a platform may offer while a value is typed. */
export type Completion = 'topics' | 'papers' | 'digests' | 'zones' | 'followed' | 'periods';

/** A typed argument of a command: how it is offered, and how what was typed becomes a value. */
export interface Argument<Value = unknown, Required extends boolean = boolean> {
  /** `integer`, `choice` and `flag` are offered by platforms as such; `text` is free. */
  readonly kind: 'text' | 'integer' | 'choice' | 'flag';
  /** Up to 100 characters. */
  readonly description: string;
  readonly required: Required;
  readonly choices?: readonly Choice[];
  readonly range?: { readonly min: number; readonly max: number };
  readonly completion?: Completion;
  /** Quotes belong to the value, as phrases of a query do. */
  readonly keepsQuotes?: boolean;
  /** Whether words are a value of it as they stand: then several may follow its name without quotes. */
  recognizes?(typed: string): boolean;
  read(typed: string, context: ReadContext): Result<Value> | Promise<Result<Value>>;
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

export interface ReadContext {
  readonly services: Services;
  readonly invocation: Invocation;
}

/** By name. Required ones first. */
export type Arguments = Readonly<Record<string, Argument>>;

/** What a handler gets: a value for each required argument, and perhaps for the others. */
export type ArgumentValues<Args extends Arguments> = {
  readonly [Name in keyof Args]: Args[Name] extends Argument<infer Value, infer Required>
    ? Required extends true
      ? Value
      : Value | undefined
    : never;
};
