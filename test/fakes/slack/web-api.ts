import type { IncomingMessage, ServerResponse } from 'node:http';
import { dateHeader } from '../date-header.ts';
import { type Answer, rateLimited, refuse } from './answer.ts';
import type { Fault, Faults } from './faults.ts';
import type { Method, MethodCall, RecordedCall } from './method.ts';
import { owns } from './oauth-methods.ts';
import type { Rates } from './rates.ts';
import type { FakeTeam, FakeToken, World } from './world.ts';

export interface WebApi {
  readonly world: World;
  readonly methods: Readonly<Record<string, Method>>;
  readonly faults: Faults;
  readonly rates: Rates;
  readonly calls: RecordedCall[];
}

/** Answers `POST /api/<method>`. */
export function answerCall(
  api: WebApi,
  name: string,
  request: IncomingMessage,
  body: string,
  response: ServerResponse,
): void {
  const args = Object.fromEntries(new URLSearchParams(body));
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  const token = bearer ?? args.token;
  const { token: _, ...rest } = args;
  const known = api.world.tokens.get(token ?? '');
  const call: RecordedCall = {
    method: name,
    args: rest,
    token,
    team: known && teamMeant(api.world, known, rest)?.id,
    at: Date.now(),
    status: 0,
  };
  api.calls.push(call);
  const type = request.headers['content-type'] ?? '';
  if (body !== '' && !type.startsWith('application/x-www-form-urlencoded')) {
    api.world.report(`${name}: the body is ${type || 'of no type'}, not a form`);
  }
  const fault = api.faults.take(name, rest);
  const isCarriedOut = fault === undefined || fault.afterStoring === true;
  const answer = isCarriedOut ? carryOut(api, call) : undefined;
  if (fault !== undefined) fail(response, call, fault);
  else if (answer !== undefined) send(response, call, answer);
}

/** Goes wrong as a test wants it. */
export function fail(response: ServerResponse, call: RecordedCall, fault: Fault): void {
  if (fault.hang === true) return;
  if (fault.reset === true) return void response.destroy();
  if (fault.stall === true) return void response.writeHead(200).write('{');
  const { status = 200, error = 'internal_error', retryAfter = 1 } = fault;
  send(response, call, status === 429 ? rateLimited(retryAfter) : { ...refuse(error), status });
}

export function send(response: ServerResponse, call: RecordedCall, answer: Answer): void {
  const { error } = answer.body;
  call.status = answer.status;
  if (typeof error === 'string') call.error = error;
  const type = 'application/json; charset=utf-8';
  const headers = { ...dateHeader(), 'content-type': type, ...answer.headers };
  response.writeHead(answer.status, headers).end(JSON.stringify(answer.body));
}

function carryOut({ world, methods, rates }: WebApi, call: RecordedCall): Answer {
  const { method: name, args } = call;
  const method = methods[name];
  if (method === undefined) {
    world.report(`${name}: unknown method`);
    return refuse('unknown_method');
  }
  const token = judgeToken(world, name, method, call.token);
  if (!('scopes' in token)) return token;
  const meant = world.teams.get(teamPointedAt(world, args) ?? '');
  if (meant !== undefined && !owns(token, meant)) {
    world.report(`${name}: about workspace ${meant.id} with a token of another`);
  }
  const limited = rates.check(name, method, call.team ?? 'the app', args.channel);
  if (limited !== undefined) {
    if (limited.violation !== undefined) world.report(limited.violation);
    return rateLimited(limited.retryAfter);
  }
  const problems = argumentProblems(method, args);
  world.report(...problems.map((problem) => `${name}: ${problem}`));
  if (method.required.some((key) => !args[key])) {
    return refuse('invalid_arguments', { response_metadata: { messages: problems } });
  }
  const json = readJson(method, args);
  if (json === undefined) {
    world.report(`${name}: an argument is not JSON`);
    return refuse('blocks' in args ? 'invalid_blocks_format' : 'invalid_arguments');
  }
  const team = world.teams.get(call.team ?? '') ?? noTeam;
  const answer = method.handle({ world, args, json, token, team } satisfies MethodCall);
  if (name === 'chat.postMessage' && answer.body.ok === true) rates.posted(args.channel ?? '');
  if (token.scopes.size === 0) return answer;
  return {
    ...answer,
    headers: { ...answer.headers, 'x-oauth-scopes': [...token.scopes].join(',') },
  };
}

const noToken: FakeToken = { value: '', scopes: new Set(), state: 'valid' };
const noTeam: FakeTeam = {
  id: '',
  name: '',
  botUser: '',
  botId: '',
  enterprise: undefined,
  isOrgWide: false,
};

/** The workspace of the channel, person, trigger or view that the arguments name. */
function teamPointedAt(world: World, args: Readonly<Record<string, string>>): string | undefined {
  const { channel = '', user = '', user_id = '', trigger_id = '', view_id = '' } = args;
  const pointed =
    world.channels.get(channel) ??
    world.users.get(channel) ??
    world.users.get(user || user_id) ??
    world.triggers.get(trigger_id) ??
    world.views.get(view_id);
  return pointed?.team;
}

/** The workspace that a call is about: the token's own, or what the arguments of an organization's call point at. */
function teamMeant(
  world: World,
  token: FakeToken,
  args: Readonly<Record<string, string>>,
): FakeTeam | undefined {
  if (token.team !== undefined) return world.teams.get(token.team);
  const id = args.team_id ?? teamPointedAt(world, args);
  const owned = [...world.teams.values()].filter((team) => owns(token, team));
  return id === undefined ? owned[0] : owned.find((team) => team.id === id);
}

function judgeToken(
  world: World,
  name: string,
  { token: kind, scopes }: Method,
  value: string | undefined,
): FakeToken | Answer {
  if (kind === 'none') return noToken;
  if (value === undefined) {
    world.report(`${name}: called without a token`);
    return refuse('not_authed');
  }
  const token = world.tokens.get(value);
  if (token === undefined) {
    world.report(`${name}: called with a token that was never given`);
    return refuse('invalid_auth');
  }
  if (token.state !== 'valid') return refuse(`token_${token.state}`);
  if (Date.now() > (token.expiresAt ?? Number.POSITIVE_INFINITY)) return refuse('token_expired');
  if (kind !== 'any' && value.startsWith('xapp-') !== (kind === 'app')) {
    world.report(`${name}: called with the wrong kind of token`);
    return refuse('not_allowed_token_type');
  }
  if (scopes === undefined || scopes.some((scope) => token.scopes.has(scope))) return token;
  world.report(`${name}: the token has no scope ${scopes.join(' or ')}`);
  return refuse('missing_scope', { needed: scopes[0], provided: [...token.scopes].join(',') });
}

function argumentProblems(
  { required, optional }: Method,
  args: Readonly<Record<string, string>>,
): string[] {
  const known = ['team_id', ...required, ...optional];
  return [
    ...required.filter((key) => !args[key]).map((key) => `argument ${key} is missing`),
    ...Object.keys(args)
      .filter((key) => !known.includes(key))
      .map((key) => `unknown argument ${key}`),
  ];
}

/** Undefined where an argument is no JSON object or list. */
function readJson(
  { json = [] }: Method,
  args: Readonly<Record<string, string>>,
): Record<string, unknown> | undefined {
  const values: Record<string, unknown> = {};
  for (const key of json) {
    const text = args[key];
    if (text === undefined) continue;
    try {
      values[key] = JSON.parse(text);
    } catch {
      return undefined;
    }
    if (typeof values[key] !== 'object' || values[key] === null) return undefined;
  }
  return values;
}
