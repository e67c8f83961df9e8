import type { APIAttachment } from 'discord-api-types/v10';
import type { Answer } from './answer.ts';

/** A request as it came, before it is judged. */
export interface RecordedRequest {
  readonly method: string;
  /** Below `/api/v10`, decoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** JSON, the `payload_json` of a form with files, or undefined. */
  readonly body: unknown;
  readonly files: readonly APIAttachment[];
  readonly authorization: string | undefined;
  /** Milliseconds, as Date.now gives them. */
  readonly at: number;
  /** What was answered; 0 until then, and where nothing was. */
  status: number;
}

export interface RouteCall {
  readonly request: RecordedRequest;
  readonly params: Readonly<Record<string, string>>;
}

export interface Route {
  readonly method: string;
  /** `/channels/:channel/messages`: names take one segment. */
  readonly pattern: string;
  /** Not among the operations of the slimmed spec. */
  readonly isBeyondSpec?: true;
  /** Called with the token of an interaction instead of the bot's. */
  readonly isTokenless?: true;
  /** Rules beside the spec, for what is shaped as the spec says. */
  check?(request: RecordedRequest): readonly string[];
  handle(call: RouteCall): Answer;
}

export interface FoundRoute extends RouteCall {
  readonly route: Route;
}

/** The first route that fits, so that literal paths must stand before those with names. */
export function findRoute(
  routes: readonly Route[],
  request: RecordedRequest,
): FoundRoute | undefined {
  for (const route of routes) {
    const params = route.method === request.method ? match(route.pattern, request.path) : undefined;
    if (params !== undefined) return { route, params, request };
  }
  return undefined;
}

function match(pattern: string, path: string): Record<string, string> | undefined {
  const names = pattern.split('/');
  const segments = path.split('/');
  if (names.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, name] of names.entries()) {
    const segment = segments[index] ?? '';
    if (name.startsWith(':')) params[name.slice(1)] = segment;
    else if (name !== segment) return undefined;
  }
  return params;
}
