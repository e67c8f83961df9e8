import { randomUUID } from 'node:crypto';
import type { Installation } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { View } from '../../../core/view.ts';
import type { Log } from '../../../lib/log.ts';
import type { Desk } from '../../platform.ts';
import { channelAddress, teamRealm, userAddress } from '../address.ts';
import type { PostingLane } from '../delivery/posting-lane.ts';
import { removed } from '../delivery/rejections.ts';
import type { Source, Workspaces } from '../installs/workspaces.ts';
import type { People } from '../people.ts';
import { channelGone, isShown } from '../place-problem.ts';
import { renderDigest, renderReply } from '../render/render.ts';
import { standing } from '../who-may-manage.ts';
import { joinedReply, welcomeView } from './first-run.ts';
import type { HomeTab } from './home-tab.ts';

export interface EventsOptions {
  readonly desk: Desk;
  readonly web: Pick<WebClient, 'chat' | 'conversations'>;
  readonly workspaces: Workspaces;
  readonly people: Pick<People, 'person'>;
  readonly home: HomeTab;
  readonly lane: PostingLane;
  /** By how much our clock is ahead of Slack's, milliseconds. */
  readonly aheadMs: () => number;
  readonly log: Log;
}

/** What happens in a workspace without a command. */
export interface Events {
  homeOpened(source: Source, team: string, user: string): Promise<void>;
  /** The app was taken into a channel. `inviter` where Slack tells who did it. */
  joined(source: Source, team: string, channel: string, inviter?: string): Promise<void>;
  /** A channel is archived, or the app was taken out of it. */
  closed(team: string, channel: string): Promise<void>;
  deleted(source: Source, team: string, channel: string): Promise<void>;
  unarchived(team: string, channel: string): Promise<void>;
  installed(installation: Installation): Promise<void>;
  /** The app was taken out of a workspace, or of an organization; `at`: before then by Slack's clock, epoch milliseconds. */
  removed(source: Source, at?: number): Promise<void>;
  /** Posts views at an address, the later ones in the thread of the first. Resolves with whether all were posted. */
  post(address: string, ...views: readonly View[]): Promise<boolean>;
}

export function createEvents(options: EventsOptions): Events {
  const { desk, web, workspaces, people, home, lane, aheadMs, log } = options;
  async function post(address: string, ...views: readonly View[]): Promise<boolean> {
    const id = `notice-${randomUUID()}`;
    const messages = views.flatMap((view) => renderDigest(view, { address, scope: 'channel' }));
    let first: string | undefined;
    for (const [part, { payload }] of messages.entries()) {
      const outcome = await lane.post(address, payload, `${id}/${part}`, first);
      if (outcome.kind !== 'sent') {
        log.warn(`Slack: ${address} was not told: ${outcome.detail}`);
        return false;
      }
      first ??= outcome.externalId;
    }
    return true;
  }

  /** The zone that a digest gets where this person names none. */
  async function zoneOf(team: string, user: string): Promise<string> {
    const person = await people.person(team, user);
    const who = standing({ team, user, name: 'you' }, person?.zone, { canManage: true });
    const form = await desk.form({ path: ['digest', 'add'], args: {}, ...who });
    return form?.fields.find(({ name }) => name === 'zone')?.value ?? 'UTC';
  }

  return {
    homeOpened: (source, team, user) => home.publish({ source, team, user, name: 'you' }),
    async joined(source, team, channel, inviter) {
      await desk.placesChanged(channelAddress(team, channel));
      const access = await workspaces.access(source);
      if (access === undefined || inviter === undefined) return;
      const { text, blocks = [] } = renderReply(joinedReply(await zoneOf(team, inviter)));
      const token = access.botToken;
      await web.chat.postEphemeral({ token, channel, user: inviter, text, blocks });
    },
    closed: (team, channel) => desk.placeLost(channelAddress(team, channel)),
    async deleted(source, team, channel) {
      const access = await workspaces.access(source);
      const isThere = access !== undefined && (await isShown(web, access, channel));
      await desk.placeLost(channelAddress(team, channel), isThere ? undefined : channelGone);
    },
    unarchived: (team, channel) => desk.placesChanged(channelAddress(team, channel)),
    async installed({ team, user }) {
      if (team === undefined) return;
      await desk.placesBack(teamRealm(team.id), removed);
      await desk.placesChanged(teamRealm(team.id));
      await post(userAddress(team.id, user.id), welcomeView);
    },
    async removed(source, at) {
      const before = at === undefined ? undefined : at + aheadMs();
      for (const realm of await workspaces.forget(source, before)) {
        await desk.placesGone(realm, removed);
      }
    },
    post,
  };
}
