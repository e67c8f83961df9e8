import type { HTTPReceiver, Installation, InstallationStore } from '@slack/bolt';
import { createInOrder } from '../../../lib/in-order.ts';
import { teamRealm } from '../address.ts';
import type { KeptInstallations } from './kept-installations.ts';
import type { Access, Source, Workspaces } from './workspaces.ts';

export interface InstalledWorkspaces extends Workspaces {
  /** For Bolt's OAuth. */
  readonly installationStore: InstallationStore;
  /** What renews tokens that run out. To be set before the first use. */
  authorizeBy(installer: Installer | undefined): void;
}

type Installer = Pick<NonNullable<HTTPReceiver['installer']>, 'authorize'>;

export interface InstalledWorkspacesOptions {
  readonly kept: KeptInstallations;
  /** A workspace turned out to belong to an organization that the app is installed for. */
  readonly onLearned: (team: string) => Promise<void>;
  /** The tokens of a workspace are deleted, as it has removed the app. */
  readonly onForgotten: (team: string) => void;
}

/** The workspaces that people have installed the app in. Their tokens are read for each use, so that none outlives its removal. */
export function createInstalledWorkspaces({
  kept,
  onLearned,
  onForgotten,
}: InstalledWorkspacesOptions): InstalledWorkspaces {
  const inOrder = createInOrder();
  let installer: Installer | undefined;

  /** The installation that holds for a source, and the id of the workspace or organization that it was made for. */
  async function find(source: Source): Promise<Found | undefined> {
    const { teamId, enterpriseId, isEnterpriseInstall } = source;
    for (const id of isEnterpriseInstall === true ? [enterpriseId] : [teamId, enterpriseId]) {
      const first = id === undefined ? undefined : await kept.read(id);
      if (first === undefined || id === undefined) continue;
      if (!('organization' in first)) return { id, installation: first };
      const whole = await kept.read(first.organization);
      if (whole === undefined || 'organization' in whole) continue;
      return { id: first.organization, installation: whole };
    }
    return undefined;
  }

  /** Digests are sent by workspace alone: which organization it belongs to is learned when something comes from it. */
  async function learn({ teamId, enterpriseId, isEnterpriseInstall }: Source): Promise<void> {
    if (isEnterpriseInstall !== true || teamId === undefined || enterpriseId === undefined) return;
    if ((await kept.read(teamId)) !== undefined) return;
    await kept.write(teamId, { organization: enterpriseId });
    await onLearned(teamId);
  }

  /** Two renewals at once would use the same refresh token, which is good for one. */
  async function renewWhereDue({ id, installation }: Found): Promise<void> {
    const query =
      installation.isEnterpriseInstall === true
        ? ({ teamId: undefined, enterpriseId: id, isEnterpriseInstall: true } as const)
        : ({ teamId: id, enterpriseId: undefined, isEnterpriseInstall: false } as const);
    await inOrder.run(id, async () => installer?.authorize(query));
  }

  async function access(source: Source): Promise<Access | undefined> {
    const found = await find(source);
    if (found?.installation.bot === undefined) return undefined;
    await learn(source);
    await renewWhereDue(found);
    const latest = await find(source);
    return latest && accessOf(latest.installation, source);
  }

  return {
    access,
    async renewed(source) {
      const found = await find(source);
      const bot = found?.installation.bot;
      if (found === undefined || bot?.refreshToken === undefined) return undefined;
      const expired = { ...found.installation, bot: { ...bot, expiresAt: 1 } };
      await kept.write(found.id, expired, await kept.storedAt(found.id));
      return access(source);
    },
    async forget({ teamId, enterpriseId, isEnterpriseInstall }, before = Number.POSITIVE_INFINITY) {
      const isForOrganization = isEnterpriseInstall === true;
      const id = isForOrganization ? enterpriseId : teamId;
      if (id === undefined) return [];
      return inOrder.run(id, async () => {
        const storedAt = await kept.storedAt(id);
        if (storedAt === undefined || storedAt > before) return [];
        const teams = isForOrganization ? await kept.teamsOf(id) : [id];
        for (const each of new Set([id, ...teams])) await kept.remove(each);
        for (const team of teams) onForgotten(team);
        return teams.map(teamRealm);
      });
    },
    authorizeBy(given) {
      installer = given;
    },
    installationStore: {
      async storeInstallation(installation) {
        const { isEnterpriseInstall, enterprise, team } = installation;
        const id = isEnterpriseInstall === true ? enterprise?.id : team?.id;
        if (id === undefined) throw new Error('an installation without a workspace');
        await kept.write(id, installation as Installation);
      },
      async fetchInstallation(query) {
        const found = await find(query);
        if (found === undefined) throw new Error('the app is not installed there');
        return found.installation as Installation<'v1' | 'v2', never>;
      },
    },
  };
}

interface Found {
  readonly id: string;
  readonly installation: Installation;
}

function accessOf({ bot, team, enterprise }: Installation, source: Source): Access | undefined {
  if (bot === undefined) return undefined;
  const teamId = source.teamId ?? team?.id;
  return {
    botToken: bot.token,
    botUserId: bot.userId,
    botId: bot.id,
    scopes: bot.scopes,
    ...(teamId !== undefined && { teamId }),
    ...(enterprise !== undefined && { enterpriseId: enterprise.id }),
  };
}
