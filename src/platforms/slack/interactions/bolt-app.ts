import { App, type Receiver } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import type { Log } from '../../../lib/log.ts';
import { boltLogger } from '../bolt-logger.ts';
import { shortcutIds } from '../installs/manifest.ts';
import type { Workspaces } from '../installs/workspaces.ts';
import { formCallbackId, loadingView } from '../render/modal.ts';
import type { Events } from './events.ts';
import type { Interactions } from './interactions.ts';

export interface BoltOptions {
  readonly receiver: Receiver;
  readonly clientOptions: WebClientOptions;
  readonly workspaces: Workspaces;
  readonly interactions: Interactions;
  readonly events: Events;
  readonly log: Log;
}

/** What has come lately, by id. Slack sends again what it believes to be lost. */
const mostRemembered = 5_000;

/** What may take a channel from the app. */
const closings = ['channel_left', 'group_left', 'channel_archive', 'group_archive'] as const;
const deletions = ['channel_deleted', 'group_deleted'] as const;
const openings = ['channel_unarchive', 'group_unarchive'] as const;

/** A Bolt app that acknowledges everything at once, once, and hands it on. `idle` waits for what it has handed on. */
export function createBoltApp(options: BoltOptions): { app: App; idle(): Promise<void> } {
  const { receiver, clientOptions, workspaces, interactions, log } = options;
  const app = new App({
    receiver,
    logger: boltLogger(log),
    clientOptions,
    convoStore: false,
    authorize: async ({ teamId, enterpriseId, isEnterpriseInstall }) => {
      const access = await workspaces.access({ teamId, enterpriseId, isEnterpriseInstall });
      if (access === undefined) throw new Error(`the app is not installed in ${teamId}`);
      return { ...access };
    },
  });
  const underWay = new Set<Promise<void>>();

  function take(work: () => Promise<void>): void {
    const working = work()
      .catch((error: unknown) => log.warn(`Slack: not answered: ${String(error)}`))
      .finally(() => underWay.delete(working));
    underWay.add(working);
  }

  app.error(async (error) => log.warn(`Slack: ${error.message}`));
  refuseRepeats(app);
  app.command(/./, async ({ ack, command }) => {
    await ack();
    take(() => interactions.command(command));
  });
  app.action({ type: 'block_actions' }, async ({ ack, body }) => {
    await ack();
    take(() => interactions.pressed(body));
  });
  app.view({ type: 'view_submission', callback_id: formCallbackId }, async ({ ack, body }) => {
    await ack({ response_action: 'update', view: loadingView() });
    if (body.type === 'view_submission') take(() => interactions.submitted(body));
  });
  app.shortcut({ type: 'shortcut', callback_id: shortcutIds.search }, async ({ ack, shortcut }) => {
    await ack();
    take(() => interactions.search(shortcut));
  });
  app.shortcut(
    { type: 'message_action', callback_id: shortcutIds.lookUp },
    async ({ ack, shortcut }) => {
      await ack();
      take(() => interactions.lookUp(shortcut));
    },
  );
  listenToEvents(app, options.events, take);
  return {
    app,
    async idle() {
      await Promise.all(underWay);
    },
  };
}

function listenToEvents(app: App, events: Events, take: (work: () => Promise<void>) => void): void {
  app.event('app_home_opened', async ({ event, body, context }) => {
    if (event.tab !== 'home') return;
    take(() => events.homeOpened(context, teamOf(body, context), event.user));
  });
  app.event('member_joined_channel', async ({ event, body, context }) => {
    if (event.user !== context.botUserId) return;
    take(() => events.joined(context, teamOf(body, context), event.channel, event.inviter));
  });
  for (const type of closings) {
    app.event(type, async ({ event, body, context }) => {
      take(() => events.closed(teamOf(body, context), event.channel));
    });
  }
  for (const type of deletions) {
    app.event(type, async ({ event, body, context }) => {
      take(() => events.deleted(context, teamOf(body, context), event.channel));
    });
  }
  for (const type of openings) {
    app.event(type, async ({ event, body, context }) => {
      take(() => events.unarchived(teamOf(body, context), event.channel));
    });
  }
  app.event('app_uninstalled', async ({ body, context }) => {
    take(() => events.removed(context, endOfSecond(body.event_time)));
  });
  app.event('tokens_revoked', async ({ event, body, context }) => {
    if ((event.tokens.bot?.length ?? 0) === 0) return;
    take(() => events.removed(context, endOfSecond(body.event_time)));
  });
}

/** The workspace that the app is installed in: an event in a shared channel names the one where it happened, too. */
function teamOf(
  body: { readonly team_id: string; readonly context_team_id?: string },
  context: { readonly teamId?: string },
): string {
  return context.teamId ?? body.context_team_id ?? body.team_id;
}

/** Slack tells in whole seconds when an event happened. Epoch milliseconds. */
function endOfSecond(eventTime: number): number {
  return (eventTime + 1) * 1_000;
}

/** Events have an id, interactions a trigger of their own. */
function refuseRepeats(app: App): void {
  const known = new Set<string>();
  app.use(async ({ body, next, ...args }) => {
    const { event_id, trigger_id } = body as { event_id?: string; trigger_id?: string };
    const id = event_id ?? trigger_id;
    if (id !== undefined && known.has(id)) {
      if ('ack' in args && typeof args.ack === 'function') await args.ack();
      return;
    }
    if (id !== undefined) known.add(id);
    const [oldest] = known;
    if (known.size > mostRemembered && oldest !== undefined) known.delete(oldest);
    await next();
  });
}
