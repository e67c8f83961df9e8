import { setTimeout as sleep } from 'node:timers/promises';
import type { Fetcher } from './feeds/fetcher.ts';

/** The one HTTP client, with the product's name. Its code is loaded when it is first opened. */
export async function openFetcher(): Promise<Fetcher> {
  const { createFetcher } = await import('./feeds/fetcher.ts');
  return createFetcher({
    userAgent: 'paperround (a digest bot for research papers)',
    now: Date.now,
    wait,
  });
}

/** Rejects when the signal aborts. */
export async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal });
}
