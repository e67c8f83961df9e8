import { once } from 'node:events';
import type { FetchFunction } from '@slack/web-api';
import type { FarClock } from '../../../lib/far-clock.ts';

/**
 * A fetch for Slack's client whose limit of time holds for whole answers: Node's own forgets its signal after the headers, once
 * the garbage is collected. `clock` learns Slack's time.
 */
export function createTimedFetch(clock: Pick<FarClock, 'note'>): FetchFunction {
  return async (url, init) => {
    const answer = await fetch(url, init);
    clock.note(answer.headers.get('date'));
    const { signal } = init ?? {};
    const body = answer.arrayBuffer();
    await Promise.race(signal ? [body, broken(signal)] : [body]);
    return new Response(await body, answer);
  };
}

async function broken(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await once(signal, 'abort');
  throw signal.reason;
}
