import { createHmac } from 'node:crypto';

/** How Slack signs a request. `timestamp`: seconds. */
export function sign(body: string, timestamp: number, secret: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

/** `stale`: signed rightly, six minutes ago. */
export type Signature = 'good' | 'bad' | 'stale' | 'missing';

export interface SignedRequest {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface RequestOptions {
  readonly url: string;
  readonly secret: string;
  readonly signature?: Signature;
  readonly retry?: { readonly num: number; readonly reason: string };
}

const STALE_SECONDS = 360;

/** A request with the headers that Slack gives it. Objects under `payload` are sent in a form, events as JSON. */
export function signedRequest(
  content: { readonly form: Readonly<Record<string, string>> } | { readonly json: unknown },
  { url, secret, signature = 'good', retry }: RequestOptions,
): SignedRequest {
  const isForm = 'form' in content;
  const body = isForm ? String(new URLSearchParams(content.form)) : JSON.stringify(content.json);
  const now = Math.floor(Date.now() / 1_000);
  const timestamp = signature === 'stale' ? now - STALE_SECONDS : now;
  const headers = {
    'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    ...(retry && {
      'x-slack-retry-num': String(retry.num),
      'x-slack-retry-reason': retry.reason,
    }),
  };
  if (signature === 'missing') return { url, body, headers };
  const key = signature === 'bad' ? `not ${secret}` : secret;
  return {
    url,
    body,
    headers: {
      ...headers,
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': sign(body, timestamp, key),
    },
  };
}

/** Sends a request as it is: the second time, it is a replay. */
export async function sendSigned({ url, body, headers }: SignedRequest) {
  const response = await fetch(url, { method: 'POST', headers, body });
  const text = await response.text();
  return { status: response.status, body: readBody(text, response.headers.get('content-type')) };
}

function readBody(text: string, type: string | null): unknown {
  if (text === '') return undefined;
  return type?.startsWith('application/json') === true ? JSON.parse(text) : { text };
}
