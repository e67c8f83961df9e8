import type { Answer } from './answer.ts';
import { limited, type RateScope } from './rate-limits.ts';
import type { RecordedRequest } from './route.ts';

/** Which requests: a part of `POST /channels/1/messages`, or a pattern for it. */
export type Matcher = string | RegExp;

export interface FaultRule {
  /** How many requests it befalls; 1 by default. */
  readonly times?: number;
  /** It did what was asked before it failed. */
  readonly afterStoring?: boolean;
}

export type Fault = FaultRule &
  (
    | { readonly status: number; readonly code?: number; readonly body?: unknown }
    /** Hangs up. */
    | { readonly reset: true }
    /** Never answers. */
    | { readonly hang: true }
    /** Answers with headers, and never with what follows them. */
    | { readonly stall: true }
    | { readonly limited: RateScope; readonly waitMs: number }
  );

export interface Faults {
  /** Gives what takes it back. */
  add(matcher: Matcher, fault: Fault): () => void;
  /** The fault that befalls a request, which is then used up once. */
  take(request: RecordedRequest): Fault | undefined;
}

export function createFaults(): Faults {
  const waiting: { readonly matcher: Matcher; readonly fault: Fault; left: number }[] = [];
  return {
    add(matcher, fault) {
      const added = { matcher, fault, left: fault.times ?? 1 };
      waiting.push(added);
      return () => {
        added.left = 0;
      };
    },
    take({ method, path }) {
      const line = `${method} ${path}`;
      const found = waiting.find(
        ({ matcher, left }) =>
          left > 0 && (typeof matcher === 'string' ? line.includes(matcher) : matcher.test(line)),
      );
      if (found !== undefined) found.left -= 1;
      return found?.fault;
    },
  };
}

/** What a fault answers; undefined when it says nothing at all. */
export function answerOf(fault: Fault): Answer | undefined {
  if ('limited' in fault) return limited(fault.limited, fault.waitMs);
  if (!('status' in fault)) return undefined;
  const { status, code = 0, body } = fault;
  return { status, body: body ?? { message: `A fault (${code || status})`, code } };
}
