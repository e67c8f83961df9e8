/** What the fake says to a request. Without a body: an empty one. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** What the bot did against the rules, where that is why it is refused. */
  readonly violations?: readonly string[];
}

/** Status and words of the errors that the fake gives, as Discord's table of JSON error codes has them. */
const refusals = {
  0: [401, '401: Unauthorized'],
  10003: [404, 'Unknown Channel'],
  10004: [404, 'Unknown Guild'],
  10008: [404, 'Unknown Message'],
  10013: [404, 'Unknown User'],
  10015: [404, 'Unknown Webhook'],
  10062: [404, 'Unknown interaction'],
  40033: [400, 'This message has already been crossposted.'],
  40058: [400, 'Cannot message this channel until a post has been created in it.'],
  40060: [400, 'Interaction has already been acknowledged.'],
  40067: [400, 'A tag is required to create a forum post in this channel'],
  40094: [403, 'Only 5 follow-up messages are allowed for this interaction.'],
  50001: [403, 'Missing Access'],
  50007: [403, 'Cannot send messages to this user'],
  50008: [400, 'Cannot send messages in a non-text channel'],
  50013: [403, 'Missing Permissions'],
  50024: [403, 'Cannot execute action on this channel type'],
  50027: [401, 'Invalid Webhook Token'],
  50033: [400, 'Invalid Recipient(s)'],
  160005: [403, 'This thread is locked'],
} as const satisfies Record<number, readonly [number, string]>;

/** With a violation: the bot should not have asked. Without one: it could not know better. */
export function refuse(code: keyof typeof refusals, violation?: string): Answer {
  const [status, message] = refusals[code];
  const violations = violation === undefined ? [] : [violation];
  return { status, body: { message, code }, violations };
}

/** 50035, with what is wrong: a violation each. */
export function refuseForm(violations: readonly string[]): Answer {
  const errors = violations.map((message) => ({ code: 'INVALID', message }));
  return {
    status: 400,
    body: { message: 'Invalid Form Body', code: 50035, errors: { _errors: errors } },
    violations,
  };
}

export function ok(body: unknown, status = 200): Answer {
  return { status, body };
}

export const noContent: Answer = { status: 204 };
