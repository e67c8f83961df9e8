import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Gives what long work calls between its steps: undefined while it may go on, else a promise after which others have had
 * their turn. It may go on for `ms` milliseconds at a time.
 */
export function takeTurns(ms = 10): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < ms) return undefined;
    return nextTurn().then(() => {
      since = performance.now();
    });
  };
}
