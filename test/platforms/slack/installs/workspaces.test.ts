import { expect, test } from 'vitest';
import { createSingleWorkspace } from '../../../../src/platforms/slack/installs/workspaces.ts';

test('the one workspace of a token that Slack took back is gone for good, and that is told once', async () => {
  const told: string[] = [];
  const identity = {
    teamId: 'T1',
    teamName: 'lab',
    botUserId: 'U1',
    botId: 'B1',
    isForOrganization: false,
    scopes: ['chat:write'],
  };
  const workspaces = createSingleWorkspace('xoxb-1', identity, () => void told.push('gone'));
  expect(await workspaces.access({ teamId: 'T1' })).toMatchObject({ botToken: 'xoxb-1' });
  expect(await workspaces.forget({ teamId: 'T1' })).toEqual(['T1']);
  expect(await workspaces.forget({ teamId: 'T1' })).toEqual([]);
  expect(await workspaces.access({ teamId: 'T1' })).toBeUndefined();
  expect(told).toEqual(['gone']);
});
