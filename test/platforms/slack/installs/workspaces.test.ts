import { expect, test } from 'vitest';
import { createSingleWorkspace } from '../../../../src/platforms/slack/installs/workspaces.ts';

const lab = {
  teamId: 'T1',
  teamName: 'lab',
  botUserId: 'U1',
  botId: 'B1',
  isForOrganization: false,
  scopes: ['chat:write'],
};

const grid = { ...lab, enterpriseId: 'E1', isForOrganization: true };

function opened(identity = lab) {
  const told: string[] = [];
  const onForgotten = () => void told.push('gone');
  const workspaces = createSingleWorkspace('xoxb-1', identity, { acceptedAt: 10_000, onForgotten });
  return { workspaces, told };
}

test('the one workspace of a token that Slack took back is gone for good, and that is told once', async () => {
  const { workspaces, told } = opened();
  expect(await workspaces.access({ teamId: 'T1' })).toMatchObject({ botToken: 'xoxb-1' });
  expect(await workspaces.forget({ teamId: 'T1' })).toEqual(['slack:T1/']);
  expect(await workspaces.forget({ teamId: 'T1' })).toEqual([]);
  expect(await workspaces.access({ teamId: 'T1' })).toBeUndefined();
  expect(told).toEqual(['gone']);
});

test.each([
  ['another workspace', lab, { teamId: 'T2' }],
  ['another organization', grid, { teamId: 'T9', enterpriseId: 'E2' }],
])('what %s says of the app takes nothing from the one it is for', async (_, identity, source) => {
  const { workspaces, told } = opened(identity);
  expect(await workspaces.forget(source)).toEqual([]);
  expect(await workspaces.access({ teamId: 'T1' })).toMatchObject({ botToken: 'xoxb-1' });
  expect(told).toEqual([]);
});

test('what was taken back before Slack accepted the token was another one', async () => {
  const { workspaces, told } = opened();
  expect(await workspaces.forget({ teamId: 'T1' }, 9_000)).toEqual([]);
  expect(told).toEqual([]);
  expect(await workspaces.forget({ teamId: 'T1' }, 11_000)).toEqual(['slack:T1/']);
});

test.each([{ teamId: 'T7' }, { teamId: 'T7', enterpriseId: 'E1', isEnterpriseInstall: true }])(
  'an organization’s token that was taken back is so everywhere: %o',
  async (source) => {
    const { workspaces } = opened(grid);
    expect(await workspaces.forget(source)).toEqual(['slack:']);
  },
);
