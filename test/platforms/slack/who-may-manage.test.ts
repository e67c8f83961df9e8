import { expect, test } from 'vitest';
import type { SlackPerson } from '../../../src/platforms/slack/people.ts';
import {
  type Intent,
  type Managers,
  standingOf,
} from '../../../src/platforms/slack/who-may-manage.ts';

const zone = 'Europe/Berlin';
const intents = ['see', 'manage', 'add'] as const;

async function standing(
  role: SlackPerson['role'],
  intent: Intent,
  { channel = 'C1', isMember = true, managers = 'members' as Managers } = {},
) {
  const people = { person: async () => ({ role, zone }), isMember: async () => isMember };
  const asker = { team: 'T1', user: 'U1', name: 'ada', ...(channel !== '' && { channel }) };
  const { actor, realm, ownRealm } = await standingOf(asker, intent, { people, managers });
  return [actor.canManage, realm, ownRealm];
}

test.each(intents)(
  'an administrator may %s: in a channel its digests, elsewhere all',
  async (intent) => {
    expect(await standing('admin', intent)).toEqual([true, 'slack:T1/C1', undefined]);
    expect(await standing('admin', intent, { channel: '' })).toEqual([
      true,
      'slack:T1/',
      undefined,
    ]);
  },
);

test.each(intents)('a guest may not %s more than look at the channel', async (intent) => {
  expect(await standing('guest', intent)).toEqual([false, 'slack:T1/C1', undefined]);
  expect(await standing('guest', intent, { channel: '' })).toEqual([
    false,
    'slack:T1/@U1',
    undefined,
  ]);
});

test('a member manages the digests of their channel, and elsewhere what they set up', async () => {
  for (const intent of ['manage', 'add'] as const) {
    expect(await standing('member', intent)).toEqual([true, 'slack:T1/C1', undefined]);
  }
  expect(await standing('member', 'see')).toEqual([false, 'slack:T1/C1', undefined]);
  const own = [true, 'slack:T1/@U1', 'slack:T1/'];
  expect(await standing('member', 'manage', { channel: '' })).toEqual(own);
});

test.each([{ isMember: false }, { managers: 'admins' as const }])(
  'otherwise a member manages only what they set up there: %j',
  async (where) => {
    const own = [true, 'slack:T1/@U1', 'slack:T1/C1'];
    expect(await standing('member', 'manage', where)).toEqual(own);
    expect(await standing('member', 'add', where)).toEqual([false, 'slack:T1/C1', undefined]);
    expect(await standing('member', 'see', where)).toEqual([false, 'slack:T1/C1', undefined]);
  },
);
