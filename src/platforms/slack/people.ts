import type { WebClient } from '@slack/web-api';
import type { Log } from '../../lib/log.ts';
import type { Workspaces } from './installs/workspaces.ts';

/** What Slack knows of a person in a workspace. */
export interface SlackPerson {
  /**
   * `guest`: of the workspace, with less rights; bots too. `stranger`: of another workspace, there by a shared channel; the
   * app cannot write to them.
   */
  readonly role: 'admin' | 'member' | 'guest' | 'stranger';
  /** IANA. */
  readonly zone?: string;
}

export interface People {
  /** Undefined where Slack does not tell. */
  person(team: string, user: string): Promise<SlackPerson | undefined>;
  /** Undefined where Slack does not tell. */
  isMember(team: string, channel: string, user: string): Promise<boolean | undefined>;
}

const rememberedMs = 5 * 60_000;
const mostRemembered = 5_000;
const channelsPerPage = 999;
const mostPages = 10;

export interface PeopleOptions {
  readonly web: Pick<WebClient, 'users'>;
  readonly workspaces: Pick<Workspaces, 'access'>;
  readonly now: () => number;
  readonly log: Log;
}

/** Who people are and where they belong, as Slack says; remembered for five minutes. */
export function createPeople({ web, workspaces, now, log }: PeopleOptions): People {
  const remembered = new Map<string, { readonly person: SlackPerson; readonly until: number }>();

  async function tokenOf(team: string): Promise<string> {
    const access = await workspaces.access({ teamId: team });
    if (access === undefined) throw new Error(`the app is not installed in ${team}`);
    return access.botToken;
  }

  async function ask(team: string, user: string): Promise<SlackPerson> {
    const token = await tokenOf(team);
    const { user: found } = await web.users.info({ token, user });
    const zone = found?.tz;
    return { role: roleOf(team, found ?? {}), ...(zone !== undefined && { zone }) };
  }

  return {
    async person(team, user) {
      const key = `${team}/${user}`;
      const known = remembered.get(key);
      if (known !== undefined && known.until > now()) return known.person;
      try {
        const person = await ask(team, user);
        remembered.delete(key);
        remembered.set(key, { person, until: now() + rememberedMs });
        const [oldest] = remembered.keys();
        if (remembered.size > mostRemembered && oldest !== undefined) remembered.delete(oldest);
        return person;
      } catch (error) {
        log.warn(`Slack does not say who ${key} is: ${String(error)}`);
        return undefined;
      }
    },
    /** By the person's channels: those of a channel's people may be a hundred thousand. */
    async isMember(team, channel, user) {
      try {
        const token = await tokenOf(team);
        let cursor: string | undefined;
        for (let page = 0; page < mostPages; page += 1) {
          const answer = await web.users.conversations({
            token,
            team_id: team,
            user,
            types: 'public_channel,private_channel',
            limit: channelsPerPage,
            ...(cursor !== undefined && { cursor }),
          });
          if (answer.channels?.some(({ id }) => id === channel)) return true;
          cursor = answer.response_metadata?.next_cursor;
          if (cursor === undefined || cursor === '') return false;
        }
      } catch (error) {
        log.warn(`Slack does not say whether ${user} is in ${team}/${channel}: ${String(error)}`);
      }
      return undefined;
    },
  };
}

interface UserInfo {
  readonly team_id?: string;
  readonly enterprise_user?: { readonly teams?: readonly string[] };
  readonly is_admin?: boolean;
  readonly is_owner?: boolean;
  readonly is_restricted?: boolean;
  readonly is_ultra_restricted?: boolean;
  readonly is_stranger?: boolean;
  readonly is_bot?: boolean;
  readonly deleted?: boolean;
}

function roleOf(team: string, user: UserInfo): SlackPerson['role'] {
  const teams = [user.team_id, ...(user.enterprise_user?.teams ?? [])];
  if (user.is_stranger === true || !teams.includes(team)) return 'stranger';
  if (user.is_restricted || user.is_ultra_restricted) return 'guest';
  if (user.is_bot || user.deleted) return 'guest';
  return user.is_admin || user.is_owner ? 'admin' : 'member';
}
