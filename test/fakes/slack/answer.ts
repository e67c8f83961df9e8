/** What the fake says to a request. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export function ok(body: Readonly<Record<string, unknown>> = {}): Answer {
  return { status: 200, body: { ok: true, ...body } };
}

/** Slack says with status 200 what went wrong. */
export function refuse(error: string, more: Readonly<Record<string, unknown>> = {}): Answer {
  return { status: 200, body: { ok: false, error, ...more } };
}

export function rateLimited(seconds: number): Answer {
  return {
    status: 429,
    body: { ok: false, error: 'ratelimited' },
    headers: { 'retry-after': String(seconds) },
  };
}
