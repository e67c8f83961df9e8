import type { Installation as SlackInstallation } from '@slack/bolt';
import { expect, test } from 'vitest';
import type { Installation, InstallationStore } from '../../../../src/core/installation.ts';
import { ProblemError } from '../../../../src/core/problem.ts';
import { createSealer } from '../../../../src/lib/sealed-text.ts';
import { createInstalledWorkspaces } from '../../../../src/platforms/slack/installs/installed-workspaces.ts';
import { createKeptInstallations } from '../../../../src/platforms/slack/installs/kept-installations.ts';

function memoryStore(): InstallationStore & { records: Map<string, Installation> } {
  const records = new Map<string, Installation>();
  return {
    records,
    all: async () => [...records.values()],
    get: async (id) => records.get(id),
    put: async (each) => void records.set(each.id, each),
    remove: async (id) => void records.delete(id),
  };
}

function opened(store = memoryStore(), keys: [string, ...string[]] = ['the first key']) {
  const learned: string[] = [];
  const clock = { now: 0 };
  const kept = createKeptInstallations(store, createSealer(keys), () => clock.now);
  const forgotten: string[] = [];
  const workspaces = createInstalledWorkspaces({
    kept,
    onLearned: async (team) => void learned.push(team),
    onForgotten: (team) => void forgotten.push(team),
  });
  return { store, kept, learned, forgotten, workspaces, clock };
}

function installation(id: string, changes: object = {}): SlackInstallation {
  return {
    team: { id },
    enterprise: undefined,
    user: { id: 'U1', token: undefined, scopes: undefined },
    bot: { id: 'B1', userId: 'U2', token: `xoxb-${id}`, scopes: ['commands'] },
    authVersion: 'v2',
    isEnterpriseInstall: false,
    ...changes,
  } as SlackInstallation;
}

const organization = installation('', {
  team: undefined,
  enterprise: { id: 'E1' },
  isEnterpriseInstall: true,
  bot: { id: 'B1', userId: 'U2', token: 'xoxb-org', scopes: ['commands'] },
});

test('a workspace has its own token, sealed, and no other one has it', async () => {
  const { store, workspaces } = opened();
  await workspaces.installationStore.storeInstallation(installation('T1'));
  expect(await workspaces.access({ teamId: 'T1' })).toMatchObject({
    botToken: 'xoxb-T1',
    teamId: 'T1',
  });
  expect(await workspaces.access({ teamId: 'T2' })).toBeUndefined();
  expect(JSON.stringify([...store.records])).not.toContain('xoxb');
  expect(await workspaces.forget({ teamId: 'T1' })).toEqual(['slack:T1/']);
  expect(store.records.size).toBe(0);
  expect(await workspaces.access({ teamId: 'T1' })).toBeUndefined();
});

test('a workspace that is forgotten by two events at once is forgotten once', async () => {
  const { workspaces, forgotten } = opened();
  await workspaces.installationStore.storeInstallation(installation('T1'));
  const events = [{ teamId: 'T1' }, { teamId: 'T1' }];
  const forgetting = events.map((source) => workspaces.forget(source));
  expect(await Promise.all(forgetting)).toEqual([['slack:T1/'], []]);
  expect(forgotten).toEqual(['T1']);
});

test('a removal that is told late leaves alone what was installed after it', async () => {
  const { workspaces, forgotten, clock } = opened();
  clock.now = 60_000;
  await workspaces.installationStore.storeInstallation(installation('T1'));
  expect(await workspaces.forget({ teamId: 'T1' }, 59_999)).toEqual([]);
  expect(await workspaces.access({ teamId: 'T1' })).toMatchObject({ botToken: 'xoxb-T1' });
  expect(forgotten).toEqual([]);
  expect(await workspaces.forget({ teamId: 'T1' }, 61_000)).toEqual(['slack:T1/']);
});

test('a sealed token does not open under the name of another workspace', async () => {
  const { store, workspaces } = opened();
  await workspaces.installationStore.storeInstallation(installation('T1'));
  const stolen = store.records.get('slack:T1');
  if (stolen) store.records.set('slack:T2', { ...stolen, id: 'slack:T2' });
  expect(await workspaces.access({ teamId: 'T2' })).toBeUndefined();
});

test('an organization’s installation holds for its workspaces, which are learned, and ends for all of them', async () => {
  const { store, workspaces, learned } = opened();
  await workspaces.installationStore.storeInstallation(organization);
  expect(await workspaces.access({ teamId: 'T1' })).toBeUndefined();
  const source = { teamId: 'T1', enterpriseId: 'E1', isEnterpriseInstall: true };
  expect(await workspaces.access(source)).toMatchObject({ botToken: 'xoxb-org', teamId: 'T1' });
  expect(await workspaces.access({ teamId: 'T1' })).toMatchObject({ botToken: 'xoxb-org' });
  expect(learned).toEqual(['T1']);
  expect(await workspaces.forget({ enterpriseId: 'E1', isEnterpriseInstall: true })).toEqual([
    'slack:T1/',
  ]);
  expect(store.records.size).toBe(0);
});

test('a new key takes over, the former one opens what it sealed, and without it the remedy is said', async () => {
  const { store, workspaces } = opened();
  await workspaces.installationStore.storeInstallation(installation('T1'));
  await expect(opened(store, ['the second key']).kept.prepare()).rejects.toBeInstanceOf(
    ProblemError,
  );
  await opened(store, ['the second key', 'the first key']).kept.prepare();
  const later = opened(store, ['the second key']);
  await later.kept.prepare();
  expect(await later.workspaces.access({ teamId: 'T1' })).toMatchObject({ botToken: 'xoxb-T1' });
});

test('renewals of one installation go one after another, and an expired token is renewed', async () => {
  const { workspaces } = opened();
  const bot = {
    id: 'B1',
    userId: 'U2',
    token: 'xoxe.xoxb-1',
    refreshToken: 'xoxe-1',
    expiresAt: 9e9,
    scopes: [],
  };
  await workspaces.installationStore.storeInstallation(installation('T1', { bot }));
  let atOnce = 0;
  let most = 0;
  workspaces.authorizeBy({
    async authorize() {
      most = Math.max(most, ++atOnce);
      const found = await workspaces.installationStore.fetchInstallation({
        teamId: 'T1',
        enterpriseId: undefined,
        isEnterpriseInstall: false,
      });
      if (found.bot?.expiresAt === 1) {
        const renewed = { ...found.bot, token: 'xoxe.xoxb-2', expiresAt: 9e9 };
        await workspaces.installationStore.storeInstallation({
          ...found,
          bot: renewed,
        } as SlackInstallation<'v2', false>);
      }
      atOnce -= 1;
      return {};
    },
  });
  await Promise.all([1, 2, 3].map(() => workspaces.access({ teamId: 'T1' })));
  expect(most).toBe(1);
  expect(await workspaces.renewed({ teamId: 'T1' })).toMatchObject({ botToken: 'xoxe.xoxb-2' });
});
