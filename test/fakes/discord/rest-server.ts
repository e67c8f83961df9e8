import type { IncomingMessage, ServerResponse } from 'node:http';
import { dateHeader } from '../date-header.ts';
import { type Answer, refuse, refuseForm } from './answer.ts';
import { answerOf, type Faults } from './faults.ts';
import type { OpenApiCheck } from './openapi.ts';
import type { Verdict } from './rate-limits.ts';
import { readRequest } from './read-request.ts';
import { type FoundRoute, findRoute, type RecordedRequest, type Route } from './route.ts';

interface RestParts {
  readonly routes: readonly Route[];
  readonly faults: Faults;
  readonly rateLimit: (found: FoundRoute, now: number) => Verdict;
  readonly openApi: OpenApiCheck | undefined;
  readonly snowflake: () => string;
  /** Whether an Authorization header is the bot's. */
  readonly isBot: (authorization: string | undefined) => boolean;
  readonly record: (request: RecordedRequest) => void;
  readonly report: (violation: string) => void;
}

/** Discord's REST API: records, fails as told, limits, judges, answers. */
export function createRestServer(parts: RestParts) {
  return async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readRequest(incoming, parts.snowflake);
    if (request === undefined) {
      parts.report(`${incoming.method} ${incoming.url}: no request that Discord understands`);
      return send(response, { status: 400, body: { message: '400: Bad Request', code: 0 } });
    }
    parts.record(request);
    if (!/^DiscordBot \(\S+, \S+\)/.test(incoming.headers['user-agent'] ?? '')) {
      parts.report(
        `${request.method} ${request.path}: the User-Agent is not “DiscordBot (url, version)”`,
      );
    }
    const fault = parts.faults.take(request);
    if (fault !== undefined) {
      if (fault.afterStoring === true) judge(parts, request);
      const answer = answerOf(fault);
      if (answer !== undefined) return finish(response, request, answer);
      if ('reset' in fault) incoming.socket.resetAndDestroy();
      if ('stall' in fault)
        response.writeHead(200, { 'content-type': 'application/json' }).write('{');
      return;
    }
    finish(response, request, judge(parts, request));
  };
}

function finish(response: ServerResponse, request: RecordedRequest, answer: Answer): void {
  request.status = answer.status;
  send(response, answer);
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  if (body === undefined)
    return void response.writeHead(status, { ...dateHeader(), ...headers }).end();
  response.writeHead(status, { ...dateHeader(), 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

function judge(parts: RestParts, request: RecordedRequest): Answer {
  const { report, openApi } = parts;
  const line = `${request.method} ${request.path}`;
  const found = findRoute(parts.routes, request);
  if (found === undefined) {
    report(`${line}: the fake has no such route`);
    return { status: 404, body: { message: '404: Not Found', code: 0 } };
  }
  const { route } = found;
  const { headers, refused } = parts.rateLimit(found, request.at);
  if (refused !== undefined) return { ...refused, headers: { ...headers, ...refused.headers } };
  if (route.isTokenless !== true && !parts.isBot(request.authorization)) return refuse(0);

  const spec = route.isBeyondSpec === true ? undefined : openApi;
  const unlike = spec?.checkRequest(request.method, request.path, request.body) ?? [];
  const problems = unlike.length > 0 ? unlike : (route.check?.(request) ?? []);
  const answer = problems.length > 0 ? refuseForm(problems) : route.handle(found);
  for (const violation of answer.violations ?? []) report(`${line}: ${violation}`);
  const own = spec?.checkResponse(request.method, request.path, answer.status, answer.body) ?? [];
  for (const problem of own) report(`${line}: the fake's own answer ${answer.status}: ${problem}`);
  return { ...answer, headers: { ...headers, ...answer.headers } };
}
