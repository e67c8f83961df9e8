import { createPace } from '../../../lib/pace.ts';

export interface WorkspaceTurns {
  /** Resolves when it is time for a request in a workspace. Rejects when the signal aborts meanwhile. */
  take(team: string, signal: AbortSignal): Promise<void>;
  /** No turn in a workspace for so long: Slack asked to wait. */
  pause(team: string, ms: number): void;
}

export interface WorkspaceTurnsOptions {
  /** In each workspace. */
  readonly perSecond: number;
  readonly now: () => number;
  /** Rejects when the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Turns for requests, evenly spread over time in each workspace, and none of them slowed down by another one. */
export function createWorkspaceTurns({
  perSecond,
  now,
  wait,
}: WorkspaceTurnsOptions): WorkspaceTurns {
  const paces = new Map<string, (signal: AbortSignal) => Promise<void>>();
  const pausedUntil = new Map<string, number>();

  function untilResumed(team: string): number {
    return (pausedUntil.get(team) ?? 0) - now();
  }

  return {
    async take(team, signal) {
      const pace = paces.get(team) ?? createPace({ perSecond, now, wait });
      paces.set(team, pace);
      do {
        for (let ms = untilResumed(team); ms > 0; ms = untilResumed(team)) await wait(ms, signal);
        await pace(signal);
      } while (untilResumed(team) > 0);
    },
    pause(team, ms) {
      pausedUntil.set(team, now() + ms);
    },
  };
}
