import { expect, test } from 'vitest';
import type { SlackPerson } from '../../../src/platforms/slack/people.ts';
import {
  type Intent,
  type Managers,
  standingOf,
} from '../../../src/platforms/slack/who-may-manage.ts';

const zone = 'Europe/Berlin';

function standing(
  role: SlackPerson['role'],
  intent: Intent,
  { channel = 'C1', isMember = true, managers = 'members' as Managers } = {},
) {
  const people = { person: async () => ({ role, zone }), isMember: async () => isMember };
  const asker = { team: 'T1', user: 'U1', name: 'ada', ...(channel !== '' && { channel }) };
  return standingOf(asker, intent, { people, managers });
}

test('an administrator manages the whole workspace', async () => {
  for (const intent of ['see', 'manage', 'add'] as const) {
    const { actor, realm, address } = await standing('admin', intent, { isMember: false });
    expect([actor.canManage, realm, address]).toEqual([true, 'slack:T1/', 'slack:T1/C1']);
    expect(actor).toMatchObject({ id: 'slack:T1/U1', zone });
  }
});

test('a guest manages nothing, and sees the channel', async () => {
  for (const intent of ['see', 'manage', 'add'] as const) {
    const { actor, realm, ownRealm } = await standing('guest', intent);
    expect([actor.canManage, realm, ownRealm]).toEqual([false, 'slack:T1/C1', undefined]);
  }
});

test('a member manages their channel and what they set up elsewhere', async () => {
  expect(await standing('member', 'manage')).toMatchObject({
    actor: { canManage: true },
    realm: 'slack:T1/C1',
    ownRealm: 'slack:T1/',
  });
});

test.each([{ isMember: false }, { managers: 'admins' as const }, { channel: '' }])(
  'otherwise a member manages only what they have set up: %j',
  async (where) => {
    const own = { canManage: true };
    expect(await standing('member', 'manage', where)).toMatchObject({
      actor: own,
      realm: 'slack:T1/@U1',
      ownRealm: 'slack:T1/',
    });
    expect((await standing('member', 'add', where)).actor.canManage).toBe(false);
    expect((await standing('member', 'see', where)).actor.canManage).toBe(false);
  },
);
