import type { REST } from 'discord.js';
import type { Departures } from './departures.ts';
import { neverLeft } from './send-outcome.ts';

type Asking = Pick<REST, 'get' | 'post'>;

/**
 * Requests that have ended `withinMs`, answer and all, or reject. The client's own limit ends with the headers of an answer and
 * does not count what it waits for rate limits, nor does that wait end with a signal: a request that is kept for so long is
 * left behind, and is not sent any more. Where `departures` are known, one that never left is rejected as such.
 */
export function timedRest(rest: Asking, withinMs: number, departures?: Departures): Asking {
  async function limited(
    request: (signal: AbortSignal) => Promise<unknown>,
    hasLeft: () => boolean,
  ): Promise<unknown> {
    const limit = new AbortController();
    const isOver = new Promise<never>((_, reject) => {
      limit.signal.addEventListener('abort', () => {
        const seconds = withinMs / 1_000;
        if (hasLeft()) reject(new Error(`no answer within ${seconds} seconds`));
        else reject(neverLeft(`Discord made it wait for more than ${seconds} seconds`));
      });
    });
    const timer = setTimeout(() => limit.abort(), withinMs);
    try {
      return await Promise.race([request(limit.signal), isOver]);
    } finally {
      clearTimeout(timer);
    }
  }

  function timed(request: (signal: AbortSignal) => Promise<unknown>): Promise<unknown> {
    if (departures === undefined) return limited(request, () => true);
    return departures.watch((hasLeft) => limited(request, hasLeft));
  }

  return {
    get: (route, options) => timed((signal) => rest.get(route, { ...options, signal })),
    post: (route, options) => timed((signal) => rest.post(route, { ...options, signal })),
  };
}
