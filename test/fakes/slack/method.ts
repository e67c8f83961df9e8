import type { Answer } from './answer.ts';
import type { FakeTeam, FakeToken, World } from './world.ts';

/** A call of the Web API as it came, before it is judged. */
export interface RecordedCall {
  /** `chat.postMessage`, or `response_url`. */
  readonly method: string;
  readonly args: Readonly<Record<string, string>>;
  readonly token: string | undefined;
  /** The workspace that the token belongs to. */
  readonly team: string | undefined;
  /** Milliseconds, as Date.now gives them. */
  readonly at: number;
  /** What was answered; 0 until then, and where nothing was. */
  status: number;
  /** Slack's word for what was wrong. */
  error?: string;
}

export interface MethodCall {
  readonly world: World;
  readonly args: Readonly<Record<string, string>>;
  /** The value of an argument that is sent as JSON. */
  readonly json: Readonly<Record<string, unknown>>;
  readonly token: FakeToken;
  readonly team: FakeTeam;
}

export interface Method {
  /** `none`: identifies itself by the app's client id and secret. */
  readonly token: 'bot' | 'app' | 'any' | 'none';
  /** One of them is needed. */
  readonly scopes?: readonly string[];
  /** Calls a minute and workspace; without it, no limit of this kind. */
  readonly perMinute?: number;
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** Arguments that are objects, sent as JSON strings. */
  readonly json?: readonly string[];
  /** Works without a workspace of its own for `none` and `app`. */
  handle(call: MethodCall): Answer;
}

export const tier = { two: 20, three: 50, four: 100 } as const;

export function isYes(value: string | undefined): boolean {
  return value === 'true' || value === '1';
}
