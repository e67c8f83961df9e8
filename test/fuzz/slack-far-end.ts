import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkMessage, checkView, type MessageKind } from '../fakes/slack/block-kit.ts';

/** What Slack is for an app that is fed with anything: it takes all that keeps the limits, and remembers what did not. */
export interface SlackFarEnd {
  readonly origin: string;
  readonly breaches: string[];
  close(): Promise<void>;
}

const person = { id: 'U1', name: 'ada', team_id: 'T1', tz: 'Europe/Berlin', is_admin: true };
const channel = { id: 'C1', is_channel: true, is_member: true, is_archived: false };

/** What each method answers beside `ok`. */
const answers: Readonly<Record<string, object>> = {
  'auth.test': { team_id: 'T1', team: 'lab', user_id: 'UBOT', bot_id: 'B1' },
  'users.info': { user: person },
  'conversations.info': { channel },
  'conversations.members': { members: ['U1'] },
  'views.open': { view: { id: 'V1' } },
  'views.push': { view: { id: 'V2' } },
  'chat.postMessage': { ts: '1.000001', channel: 'C1' },
};

export async function openSlackFarEnd(): Promise<SlackFarEnd> {
  const breaches: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await readBody(request);
    const path = request.url ?? '';
    breaches.push(...(path.startsWith('/api/') ? callProblems(body) : responseProblems(body)));
    response.writeHead(200, { 'content-type': 'application/json', 'x-oauth-scopes': 'chat:write' });
    response.end(JSON.stringify({ ok: true, ...answers[path.replace('/api/', '')] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    breaches,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Mentions are looked at elsewhere; a person may be named as the one who shared. */
function problemsOf(problems: readonly string[]): string[] {
  return problems.filter((problem) => !problem.includes('calls people'));
}

function callProblems(body: string): string[] {
  const form = new URLSearchParams(body);
  const view = form.get('view');
  if (view !== null) return problemsOf(checkView(JSON.parse(view)));
  const blocks = form.get('blocks');
  if (blocks === null) return [];
  const message = { text: form.get('text') ?? '', blocks: JSON.parse(blocks) };
  return problemsOf(checkMessage(message, 'ephemeral'));
}

function responseProblems(body: string): string[] {
  const message: { readonly response_type?: string; readonly thread_ts?: unknown } =
    JSON.parse(body);
  const kind: MessageKind = message.response_type === 'in_channel' ? 'shared' : 'response';
  // The thread is as foreign as what is answered.
  const { thread_ts: _, ...rest } = message;
  return problemsOf(checkMessage(rest, kind));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
