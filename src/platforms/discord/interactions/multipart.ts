import type { Reply } from '../../../core/invocation.ts';

/**
 * A message with a file as one body, made here: discord.js would hand a form to whichever undici is loaded first, and
 * version 7 cannot read one that version 6 has taken.
 */
export async function multipart(message: object, { name, text }: NonNullable<Reply['file']>) {
  const form = new FormData();
  form.set('payload_json', JSON.stringify(message));
  form.set('files[0]', new Blob([text]), name);
  const encoded = new Response(form);
  return {
    body: new Uint8Array(await encoded.arrayBuffer()),
    headers: { 'content-type': encoded.headers.get('content-type') ?? '' },
    passThroughBody: true,
  };
}
