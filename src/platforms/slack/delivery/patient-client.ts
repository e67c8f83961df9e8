import { WebClient, type WebClientOptions } from '@slack/web-api';

/**
 * Slack's client, which asks nothing again of a workspace before the time that Slack said to wait is over: until then the
 * method is refused here as Slack refused it. `options` must have rate-limited calls rejected.
 */
export function createPatientClient(options: WebClientOptions, now: () => number): WebClient {
  const closed = new Map<string, { readonly until: number; readonly error: unknown }>();

  class PatientClient extends WebClient {
    override async apiCall(method: string, given: Record<string, unknown> = {}) {
      const key = `${method} ${String(given.token)}`;
      const gate = closed.get(key);
      if (gate !== undefined && gate.until > now()) throw gate.error;
      closed.delete(key);
      try {
        return await super.apiCall(method, given);
      } catch (error) {
        const { retryAfter } = error as { readonly retryAfter?: unknown };
        if (typeof retryAfter === 'number') {
          closed.set(key, { until: now() + retryAfter * 1_000, error });
        }
        throw error;
      }
    }
  }

  return new PatientClient(undefined, options);
}
