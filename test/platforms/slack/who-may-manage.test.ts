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
  role: SlackPerson['role'] | undefined,
  intent: Intent,
  options: { channel?: string; isMember?: boolean | undefined; managers?: Managers } = {},
) {
  const { channel = 'C1', managers = 'members' } = options;
  const isMember = 'isMember' in options ? options.isMember : true;
  const people = {
    person: async () => role && { role, zone },
    isMember: async () => isMember,
  };
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

test.each(intents)(
  'guests and strangers may not %s more than look at the channel',
  async (intent) => {
    for (const role of ['guest', 'stranger'] as const) {
      expect(await standing(role, intent)).toEqual([false, 'slack:T1/C1', undefined]);
      expect(await standing(role, intent, { channel: '' })).toEqual([
        false,
        'slack:T1/@U1',
        undefined,
      ]);
    }
  },
);

test('what Slack does not tell is not taken for a no', async () => {
  expect(await standing(undefined, 'see')).toEqual([false, 'slack:T1/C1', undefined]);
  await expect(standing(undefined, 'manage')).rejects.toThrow(/does not tell me who you are/);
  const isMember = undefined;
  await expect(standing('member', 'add', { isMember })).rejects.toThrow(/whether you are in/);
  expect(await standing('admin', 'add', { isMember })).toEqual([true, 'slack:T1/C1', undefined]);
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
