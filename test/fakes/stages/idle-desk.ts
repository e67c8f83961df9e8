import type { Desk } from '../../../src/platforms/platform.ts';

/** A desk at which nobody asks anything. */
export function idleDesk(given: Partial<Desk> = {}): Desk {
  const nothing = async () => undefined;
  return {
    dispatch: async () => ({ view: { summary: '', blocks: [] }, visibility: 'private', ok: true }),
    complete: async () => [],
    form: nothing,
    placeLost: nothing,
    placesGone: nothing,
    placesBack: nothing,
    placesChanged: nothing,
    installations: { all: async () => [], get: nothing, put: nothing, remove: nothing },
    ...given,
  };
}
