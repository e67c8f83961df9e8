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
    if (answer.body === null) return answer;
    return new Response(await readWhole(answer.body, init?.signal), answer);
  };
}

/** Rejects when the signal aborts, and then reads no further. */
async function readWhole(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal | null | undefined,
): Promise<Uint8Array> {
  const reader = body.getReader();
  const breakOff = (): void => void reader.cancel().catch(() => undefined);
  if (signal?.aborted) breakOff();
  signal?.addEventListener('abort', breakOff);
  const chunks: Uint8Array[] = [];
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    chunks.push(next.value);
  }
  signal?.removeEventListener('abort', breakOff);
  signal?.throwIfAborted();
  return Buffer.concat(chunks);
}
