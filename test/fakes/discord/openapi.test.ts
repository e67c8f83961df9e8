import { expect, test } from 'vitest';
import { someCommands } from './client.ts';
import { createOpenApiCheck } from './openapi.ts';

const check = createOpenApiCheck();
const messages = '/channels/100000000000000001/messages';
const quiet = { allowed_mentions: { parse: [] } };

test('without the spec there is no check', () => {
  expect(createOpenApiCheck('no/such/file.json')).toBeUndefined();
});

test.skipIf(check === undefined)('good bodies pass', () => {
  const body = { ...quiet, content: 'hello', nonce: 'abc', enforce_nonce: true, tts: false };
  expect(check?.checkRequest('POST', messages, body)).toEqual([]);
  expect(check?.checkRequest('PUT', '/applications/1/commands', someCommands)).toEqual([]);
  expect(check?.checkRequest('GET', messages, undefined)).toEqual([]);
  const edit = '/webhooks/1/token/messages/@original';
  expect(check?.checkRequest('PATCH', edit, { ...quiet, content: null, embeds: [] })).toEqual([]);
  const error = { code: 10003, message: 'Unknown Channel' };
  expect(check?.checkResponse('GET', messages, 404, error)).toEqual([]);
});

const button = { type: 2, style: 1, label: 'a', custom_id: 'a' };

test.skipIf(check === undefined).each<[string, object, string]>([
  ['a typing error', { ...quiet, contents: 'a' }, 'unevaluated properties: contents'],
  ['a wrong type', { ...quiet, content: 5 }, '/content must be string,null (it is 5)'],
  ['no type', { ...quiet, components: [{}] }, "/components/0 must have required property 'type'"],
  [
    'an unknown type',
    { ...quiet, components: [{ type: 99 }] },
    '/components/0/type must be equal to one of',
  ],
  [
    'a fault deep inside, told once',
    { ...quiet, components: [{ type: 1, components: [{ ...button, style: 9 }] }] },
    '/components/0/components/0/style must be equal to one of the allowed values: 1, 2, 3, 4, 5, 6 (it is 9)',
  ],
  [
    'a section in a section',
    { ...quiet, components: [{ type: 9, components: [{ type: 9 }], accessory: button }] },
    '/components/0/components/0/type must be equal to one of the allowed values: 10 (it is 9)',
  ],
  [
    'a long label',
    { ...quiet, components: [{ type: 1, components: [{ ...button, label: 'a'.repeat(81) }] }] },
    'more than 80 characters',
  ],
  [
    'a url that is none',
    { ...quiet, embeds: [{ url: 'arxiv' }] },
    '/embeds/0/url must match format "uri"',
  ],
])('%s is found', (_, body, problem) => {
  expect(check?.checkRequest('POST', messages, body).join('\n')).toContain(problem);
});

test.skipIf(check === undefined)('what the spec does not have is said', () => {
  expect(check?.checkRequest('POST', '/nowhere', {})).toEqual(['POST /nowhere is not in the spec']);
  expect(check?.checkResponse('GET', messages, 302, {})).toEqual([
    `GET ${messages} never answers 302`,
  ]);
});
