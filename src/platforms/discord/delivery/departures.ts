import { AsyncLocalStorage } from 'node:async_hooks';
import type { RESTOptions } from 'discord.js';

type MakeRequest = RESTOptions['makeRequest'];

/** Tells which requests have left: the client may keep one for a rate limit, and says so to nobody. */
export interface Departures {
  /** What the client makes its requests with. */
  readonly noted: (make: MakeRequest) => MakeRequest;
  /** Runs a request. `hasLeft` tells whether anything of it was sent. */
  watch<T>(request: (hasLeft: () => boolean) => Promise<T>): Promise<T>;
}

export function createDepartures(): Departures {
  const watched = new AsyncLocalStorage<{ hasLeft: boolean }>();
  return {
    noted: (make) => (url, init) => {
      const current = watched.getStore();
      if (current !== undefined) current.hasLeft = true;
      return make(url, init);
    },
    watch(request) {
      const current = { hasLeft: false };
      return watched.run(current, () => request(() => current.hasLeft));
    },
  };
}
