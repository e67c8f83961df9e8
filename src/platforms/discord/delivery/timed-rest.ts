import type { REST } from 'discord.js';

type Asking = Pick<REST, 'get' | 'post'>;

/**
 * Requests that have ended `withinMs`, answer and all, or reject and are broken off. The client's own limit ends with the headers
 * of an answer, and does not count what it waits for rate limits.
 */
export function timedRest(rest: Asking, withinMs: number): Asking {
  async function timed(request: (signal: AbortSignal) => Promise<unknown>): Promise<unknown> {
    const signal = AbortSignal.timeout(withinMs);
    try {
      return await request(signal);
    } catch (error) {
      if (!signal.aborted) throw error;
      throw new Error(`no answer within ${withinMs / 1_000} seconds`, { cause: error });
    }
  }
  return {
    get: (route, options) => timed((signal) => rest.get(route, { ...options, signal })),
    post: (route, options) => timed((signal) => rest.post(route, { ...options, signal })),
  };
}
