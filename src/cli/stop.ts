import type { Log } from '../lib/log.ts';
import { isSurvivable } from '../platforms/registry.ts';

/** That the process is to end. */
export interface Stop {
  readonly signal: AbortSignal;
  readonly called: Promise<void>;
  /** 1 after an error that nobody caught. */
  exitCode(): 0 | 1;
}

/** What is under way may end by itself for so long. */
const deadlineMs = 20_000;
/** A terminal and npm both pass on one Ctrl+C, and systemd and npm one SIGTERM: what comes this soon is the same signal. */
const echoMs = 500;

/**
 * The first SIGINT or SIGTERM stops in good order, within 20 seconds; the second one at once, with code 1. An error that
 * nobody caught, a rejection among them, stops in good order too, since what it leaves behind is unknown; except where it is
 * known to be harmless.
 */
export function nextStop(log: Log): Stop {
  const stopping = new AbortController();
  let exitCode: 0 | 1 = 0;
  let stoppedAt = Number.POSITIVE_INFINITY;

  function stop(): void {
    if (stopping.signal.aborted) return;
    stoppedAt = performance.now();
    setTimeout(() => {
      log.warn(`Not all that was under way ended within ${deadlineMs / 1_000} seconds.`);
      process.exit(1);
    }, deadlineMs).unref();
    stopping.abort();
  }

  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (performance.now() - stoppedAt > echoMs) process.exit(1);
      if (stopping.signal.aborted) return;
      log.info(`${name}: stopping.`);
      stop();
    });
  }
  process.on('uncaughtException', (error: unknown) => {
    const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
    if (isSurvivable(error)) {
      return log.warn(`A known fault of a library, nothing is lost: ${trace}`);
    }
    log.warn(`A fault of ours, please report it: ${trace}`);
    exitCode = 1;
    stop();
  });
  const called = new Promise<void>((resolve) => {
    stopping.signal.addEventListener('abort', () => resolve());
  });
  return { signal: stopping.signal, called, exitCode: () => exitCode };
}
