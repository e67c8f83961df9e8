import type { IncomingMessage } from 'node:http';
import type { APIAttachment } from 'discord-api-types/v10';
import type { RecordedRequest } from './route.ts';

const PREFIX = '/api/v10';

/** Reads a request whole. Undefined for what is not below `/api/v10`, or has a body that cannot be read. */
export async function readRequest(
  incoming: IncomingMessage,
  snowflake: () => string,
): Promise<RecordedRequest | undefined> {
  const at = Date.now();
  const url = new URL(incoming.url ?? '/', 'http://discord.invalid');
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  if (!url.pathname.startsWith(`${PREFIX}/`) || /%(?![0-9a-f]{2})/i.test(url.pathname)) {
    return undefined;
  }
  const read = await readBody(Buffer.concat(chunks), incoming.headers['content-type'], snowflake);
  if (read === undefined) return undefined;
  return {
    method: incoming.method ?? 'GET',
    path: decodeURIComponent(url.pathname.slice(PREFIX.length)),
    query: url.searchParams,
    ...read,
    authorization: incoming.headers.authorization,
    at,
    status: 0,
  };
}

async function readBody(
  bytes: Buffer,
  type: string | undefined,
  snowflake: () => string,
): Promise<Pick<RecordedRequest, 'body' | 'files'> | undefined> {
  if (bytes.length === 0) return { body: undefined, files: [] };
  try {
    if (type?.startsWith('multipart/form-data') !== true) {
      return { body: JSON.parse(bytes.toString('utf8')), files: [] };
    }
    const form = await new Response(bytes, { headers: { 'content-type': type } }).formData();
    const files: APIAttachment[] = [];
    for (const [name, part] of form) {
      if (name.startsWith('files[') && typeof part !== 'string')
        files.push(await attached(part, snowflake));
    }
    const payload = form.get('payload_json');
    return { body: typeof payload === 'string' ? JSON.parse(payload) : {}, files };
  } catch {
    return undefined;
  }
}

/** A file as an attachment. Its address holds it: `await (await fetch(url)).text()` reads it. */
async function attached(file: File, snowflake: () => string): Promise<APIAttachment> {
  const bytes = Buffer.from(await file.arrayBuffer());
  const url = `data:${file.type || 'application/octet-stream'};base64,${bytes.toString('base64')}`;
  return {
    id: snowflake(),
    filename: file.name,
    size: bytes.length,
    url,
    proxy_url: url,
    content_type: file.type,
  };
}
