import {
  type RequestOptions,
  type Signature,
  type SignedRequest,
  sendSigned,
  signedRequest,
} from './signed-http.ts';
import type { EnvelopeType, SocketMode } from './socket-mode.ts';
import type { World } from './world.ts';

/** The app's acknowledgement of a payload. */
export interface Ack {
  /** Milliseconds after the payload was sent. */
  readonly ms: number;
  /** Over HTTP. */
  readonly status?: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Parcel {
  readonly type: EnvelopeType;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface DeliveryOptions {
  /** Over HTTP: how the request is signed. `good` unless said. */
  readonly signature?: Signature;
  /** Sent again by Slack. */
  readonly retry?: { readonly num: number; readonly reason: string };
}

/** A payload that was sent, and how the app took it. */
export interface Delivered {
  readonly parcel: Parcel;
  /** The request, over HTTP. */
  readonly request?: SignedRequest;
  /** Undefined until it comes. It may come late, which is a violation. */
  ack: Ack | undefined;
}

export interface Deliverer {
  readonly world: World;
  readonly socket: SocketMode;
  readonly signingSecret: string;
  /** Milliseconds: 3,000 at Slack. */
  readonly ackDeadlineMs: number;
  /** Where to send over HTTP; undefined in Socket Mode. */
  requestUrl: string | undefined;
}

/** Sends a payload to the app. Resolves when it is acknowledged, at the latest at the deadline. */
export async function deliver(
  deliverer: Deliverer,
  parcel: Parcel,
  options: DeliveryOptions = {},
): Promise<Delivered> {
  const { requestUrl: url, signingSecret: secret, world, ackDeadlineMs } = deliverer;
  const request = url === undefined ? undefined : requestFor(parcel, { url, secret, ...options });
  const delivered: Delivered = { parcel, ack: undefined, ...(request && { request }) };
  if (request === undefined) await deliverer.socket.connected();
  const start = Date.now();
  const answered = (request ? overHttp(request) : overSocket(deliverer, parcel, options)).then(
    (answer) => {
      delivered.ack = { ms: Date.now() - start, ...answer };
      if ((options.signature ?? 'good') === 'good') judge(world, parcel, delivered.ack);
    },
    (error: unknown) => world.report(`${nameOf(parcel)}: not delivered: ${String(error)}`),
  );
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, ackDeadlineMs, 'late');
  });
  const first = await Promise.race([answered, late]);
  clearTimeout(timer);
  if (first === 'late') {
    world.report(`${nameOf(parcel)}: not acknowledged within ${ackDeadlineMs} ms`);
  }
  return delivered;
}

function requestFor({ type, payload }: Parcel, options: RequestOptions): SignedRequest {
  if (type === 'events_api') return signedRequest({ json: payload }, options);
  const form =
    type === 'slash_commands'
      ? (payload as Record<string, string>)
      : { payload: JSON.stringify(payload) };
  return signedRequest({ form }, options);
}

async function overHttp(request: SignedRequest): Promise<Omit<Ack, 'ms'>> {
  const { status, body } = await sendSigned(request);
  return { status, body: asObject(body) };
}

async function overSocket(
  { socket }: Deliverer,
  { type, payload }: Parcel,
  { retry }: DeliveryOptions,
): Promise<Omit<Ack, 'ms'>> {
  return { body: asObject(await socket.deliver({ type, payload, ...(retry && { retry }) })) };
}

function asObject(body: unknown): Ack['body'] {
  return typeof body === 'object' && body !== null ? { ...body } : {};
}

function judge(world: World, parcel: Parcel, { status, body }: Ack): void {
  const name = nameOf(parcel);
  if (status !== undefined && status !== 200) world.report(`${name}: answered with ${status}`);
  const isSilent = parcel.type === 'events_api' || parcel.payload.type === 'block_actions';
  if (isSilent && Object.keys(body).length > 0) {
    world.report(`${name}: acknowledged with a body, which Slack does not read`);
  }
}

/** What a payload is, in words. */
export function nameOf({ payload }: Parcel): string {
  const { command, text, type, event } = payload;
  if (command !== undefined) return `${command} ${text}`;
  const inner = event as { type?: string } | undefined;
  return String(inner?.type ?? type);
}
