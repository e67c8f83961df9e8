import type { Problem } from '../core/problem.ts';

/** One thing that was looked at. `remedy` says what to do where it is not as it should be. */
export interface Finding {
  readonly name: string;
  readonly state: 'ok' | 'warning' | 'fault';
  readonly text: string;
  readonly remedy?: string;
  /** What else there is to know, a line each. */
  readonly details?: readonly string[];
}

export function findingOf(
  name: string,
  state: Finding['state'],
  { message, remedy }: Problem,
): Finding {
  return { name, state, text: message, ...(remedy !== undefined && { remedy }) };
}
