import type { APIInteraction } from 'discord-api-types/v10';
import { describe, expect, test } from 'vitest';
import { readInteraction } from '../../../../src/platforms/discord/interactions/read-interaction.ts';
import { encodeAction } from '../../../../src/platforms/discord/render/custom-id.ts';
import { snowflakeAt } from '../../../../src/platforms/discord/snowflake.ts';

const user = { id: '30', username: 'ana', global_name: 'Ana' };
const inServer = {
  guild_id: '10',
  channel: { id: '20', type: 0, name: 'general' },
  member: { user, permissions: '32' },
  app_permissions: '274877991936',
  authorizing_integration_owners: { 0: '10' },
};
const inMessages = {
  channel: { id: '21', type: 1 },
  user,
  app_permissions: '0',
  authorizing_integration_owners: { 1: '30' },
};

const now = Date.parse('2026-03-02T09:00:00Z');
const read = (given: object, at = now) =>
  readInteraction({ id: snowflakeAt(at), ...given } as unknown as APIInteraction);
const slash = (options: object, place: object = inServer) =>
  read({ type: 2, data: { type: 1, name: 'papers', ...options }, ...place });
const button = (custom_id: string) =>
  read({ type: 3, data: { component_type: 2, custom_id }, ...inServer });

describe('a slash command', () => {
  test('is a path, its values as text, a place and a person', () => {
    const options = [
      {
        type: 2,
        name: 'my',
        options: [
          {
            type: 1,
            name: 'digest',
            options: [
              { type: 4, name: 'limit', value: 3 },
              { type: 5, name: 'everything', value: true },
            ],
          },
        ],
      },
    ];
    expect(slash({ options })).toMatchObject({
      kind: 'command',
      share: false,
      invocation: {
        path: ['papers', 'my', 'digest'],
        args: { limit: '3', everything: 'true' },
        address: 'discord:10/20',
        realm: 'discord:10/',
        personalAddress: 'discord:@30',
        actor: { id: 'discord:30', name: 'Ana', canManage: true },
      },
    });
  });

  test('in direct messages belongs to the person', () => {
    expect(slash({}, inMessages)).toMatchObject({
      invocation: {
        address: 'discord:@30',
        realm: 'discord:@30',
        actor: { canManage: false },
      },
    });
  });

  test.each([
    ['of a member', { ...inServer, member: { user, permissions: '2048' } }],
    [
      'where only the person has the bot',
      { ...inServer, authorizing_integration_owners: { 1: '30' } },
    ],
  ])('%s manages nothing', (_, place) => {
    expect(slash({}, place)).toMatchObject({ invocation: { actor: { canManage: false } } });
  });

  test('may be about another channel, and knows the rights there', () => {
    const options = [
      { type: 1, name: 'add', options: [{ type: 7, name: 'channel', value: '22' }] },
    ];
    const resolved = { channels: { 22: { id: '22', name: 'ml', type: 15, app_permissions: '8' } } };
    expect(slash({ name: 'digest', options, resolved })).toMatchObject({
      invocation: { path: ['digest', 'add'], args: {}, address: 'discord:10/22' },
      place: { name: 'ml', type: 15, permissions: '8' },
    });
  });
});

describe('a component', () => {
  test('is the command that it stands for', () => {
    expect(button('p1a:papers.show?paper=2401.00001')).toMatchObject({
      kind: 'command',
      share: false,
      invocation: { path: ['papers', 'show'], args: { paper: '2401.00001' } },
    });
  });

  test('shares where it says so', () => {
    expect(button('p1s:papers.trending')).toMatchObject({ kind: 'command', share: true });
  });

  test('takes from its message what was too long for its id', () => {
    const press = (message: object) =>
      read({
        type: 3,
        data: { component_type: 2, custom_id: 'p1a:papers.search?query=*1&page=2' },
        ...inServer,
        message,
      });
    const small = '-# In full: `no`\n-# In full: `kettles %60 tea`';
    const components = [{ type: 17, components: [{ type: 10, content: small }] }];
    expect(press({ content: '', components })).toMatchObject({
      invocation: { args: { query: 'kettles ` tea', page: '2' } },
    });
    expect(press({ content: '', components: [] })).toEqual({ kind: 'outdated' });
  });

  test('of another version is outdated, and of somebody else nothing', () => {
    expect(button('p9a:papers.show')).toEqual({ kind: 'outdated' });
    expect(button('hello')).toBeUndefined();
  });

  test('with options is the one that was chosen', () => {
    const data = { component_type: 3, custom_id: 'menu', values: ['p1a:papers.topics'] };
    expect(read({ type: 3, data, ...inServer })).toMatchObject({
      invocation: { path: ['papers', 'topics'] },
    });
  });
});

describe('who was given the command by the admins of a server', () => {
  const member = { ...inServer, member: { user, permissions: '2048' } };
  const asked = {
    type: 2,
    data: { type: 1, name: 'digest', options: [{ type: 1, name: 'list' }] },
  };
  const target = { path: ['digest', 'pause'], args: { digest: 'd1' } };
  const pressed = (message: object, at: number) =>
    read(
      {
        type: 3,
        data: { component_type: 2, custom_id: encodeAction(target, { grantedAt: now }) },
        ...member,
        message,
      },
      at,
    );
  const manages = { invocation: { actor: { canManage: true } } };
  const managesNot = { invocation: { path: target.path, actor: { canManage: false } } };

  test('may use it, and says since when', () => {
    expect(read({ ...asked, ...member })).toMatchObject({ ...manages, grantedAt: now });
    expect(read({ ...asked, ...inServer })).not.toHaveProperty('grantedAt');
  });

  test('may press what its private answer offers, for a quarter of an hour', () => {
    expect(pressed({ flags: 64 }, now + 14 * 60_000)).toMatchObject({ ...manages, grantedAt: now });
    expect(pressed({ flags: 64 }, now + 16 * 60_000)).toMatchObject(managesNot);
  });

  test('may not press what others see, and nothing of another command', () => {
    expect(pressed({ flags: 0 }, now)).toMatchObject(managesNot);
    expect(slash({}, member)).toMatchObject({ invocation: { actor: { canManage: false } } });
  });

  test('may not where only the person has the bot', () => {
    const elsewhere = { ...member, authorizing_integration_owners: { 1: '30' } };
    expect(read({ ...asked, ...elsewhere })).toMatchObject({
      invocation: { actor: { canManage: false } },
    });
  });
});

describe('a guess at the time zone', () => {
  test.each([
    ['de', 'en-US', 'Europe/Berlin'],
    ['en-US', 'ja', 'Asia/Tokyo'],
    ['en-US', 'en-US', undefined],
    ['tlh', undefined, undefined],
  ])('by the locales %s and %s is %s', (locale, guild_locale, likelyZone) => {
    const asked = slash({}, { ...inServer, locale, guild_locale });
    expect(asked?.kind === 'command' && asked.invocation.actor.likelyZone).toBe(likelyZone);
  });
});

describe('a form', () => {
  test('brings its fields, without the empty ones, to what it keeps', () => {
    const field = (custom_id: string, value: string) => ({
      type: 18,
      component: { type: 4, custom_id, value },
    });
    const data = {
      custom_id: 'p1f:digest.add?channel=22&sort=newest',
      components: [field('query', 'agents'), field('days', '  '), { type: 10 }],
    };
    expect(read({ type: 5, data, ...inServer })).toMatchObject({
      invocation: {
        path: ['digest', 'add'],
        args: { sort: 'newest', query: 'agents' },
        address: 'discord:10/22',
      },
    });
  });
});

describe('the rest', () => {
  test('typing asks for offers for the option in focus', () => {
    const options = [
      {
        type: 1,
        name: 'show',
        options: [{ type: 3, name: 'paper', value: 'kett', focused: true }],
      },
    ];
    expect(read({ type: 4, data: { name: 'papers', options }, ...inServer })).toMatchObject({
      kind: 'completion',
      request: { argument: 'paper', invocation: { args: { paper: 'kett' } } },
    });
  });

  test('a message command brings the text of the message, embeds included', () => {
    const messages = {
      5: { content: 'see this', embeds: [{ url: 'https://arxiv.org/abs/2401.00001' }] },
    };
    const data = { type: 3, name: 'Look up papers', target_id: '5', resolved: { messages } };
    expect(read({ type: 2, data, ...inServer })).toMatchObject({
      kind: 'look-up',
      text: expect.stringContaining('2401.00001'),
    });
  });

  test('a ping is nothing', () => {
    expect(read({ type: 1, ...inServer })).toBeUndefined();
  });
});
