import type { App, Receiver } from '@slack/bolt';
import { expect, test } from 'vitest';
import { createBoltApp } from '../../../../src/platforms/slack/interactions/bolt-app.ts';
import type { Events } from '../../../../src/platforms/slack/interactions/events.ts';
import type { Interactions } from '../../../../src/platforms/slack/interactions/interactions.ts';

const ours = 'T1';
/** The other end of a channel that two workspaces share. */
const theirs = 'T2';

/** Gives what is called for one event of Slack's. */
function opened() {
  const calls: (readonly unknown[])[] = [];
  const events = new Proxy({} as Events, {
    get:
      (_, name) =>
      async (...args: unknown[]) =>
        void calls.push([name, ...args]),
  });
  let app: App | undefined;
  const receiver: Receiver = {
    init(given) {
      app = given;
    },
    start: async () => undefined,
    stop: async () => undefined,
  };
  const access = async () => ({ botToken: 'xoxb-1', botUserId: 'U9', scopes: [] });
  const bolt = createBoltApp({
    receiver,
    clientOptions: {},
    workspaces: { access, renewed: access, forget: async () => [] },
    interactions: {} as Interactions,
    events,
    log: { info: () => undefined, warn: (line) => void calls.push([line]) },
  });
  return async (event: object, envelope: object = {}) => {
    const body = {
      type: 'event_callback',
      team_id: ours,
      event_time: 1_700_000_000,
      authorizations: [{ team_id: ours, enterprise_id: null }],
      event,
      ...envelope,
    };
    await app?.processEvent({ body, ack: async () => undefined });
    await bolt.idle();
    return calls;
  };
}

const channelEvents = [
  ['channel_left', 'closed'],
  ['group_left', 'closed'],
  ['channel_archive', 'closed'],
  ['group_archive', 'closed'],
  ['channel_deleted', 'deleted'],
  ['group_deleted', 'deleted'],
  ['channel_unarchive', 'unarchived'],
  ['group_unarchive', 'unarchived'],
  ['member_joined_channel', 'joined'],
] as const;

test.each(channelEvents)(
  '%s in a channel shared with another workspace is of ours: %s',
  async (type, name) => {
    const event = { type, channel: 'C1', ...(name === 'joined' && { user: 'U9' }) };
    const [[called, ...args] = []] = await opened()(event, { team_id: theirs });
    expect(called).toBe(name);
    expect(args.filter((each) => typeof each === 'string')).toEqual([ours, 'C1']);
  },
);

test.each([
  ['app_uninstalled', {}],
  ['tokens_revoked', { tokens: { bot: ['U9'] } }],
])('%s says when it happened, to the end of that second', async (type, more) => {
  expect(await opened()({ type, ...more })).toEqual([
    ['removed', expect.objectContaining({ teamId: ours }), 1_700_000_001_000],
  ]);
});
