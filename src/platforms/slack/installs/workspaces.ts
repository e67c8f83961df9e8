import { everywhere, teamRealm } from '../address.ts';

/** Where something comes from, in Slack's words. In an installation for a whole organization the organization decides. */
export interface Source {
  readonly teamId?: string | undefined;
  readonly enterpriseId?: string | undefined;
  readonly isEnterpriseInstall?: boolean | undefined;
}

/** What the app acts with in a workspace. */
export interface Access {
  readonly botToken: string;
  readonly botUserId?: string;
  readonly botId?: string;
  readonly teamId?: string;
  readonly enterpriseId?: string;
  readonly scopes: readonly string[];
}

/** The workspaces that the app is installed in. */
export interface Workspaces {
  /** The access to act with now, its token renewed where it runs out; undefined where the app is not installed. */
  access(source: Source): Promise<Access | undefined>;
  /** The same with a new token, after Slack has called the one before expired. */
  renewed(source: Source): Promise<Access | undefined>;
  /**
   * Forgets a workspace, or an organization, with its tokens, at once, unless it was installed after `before` (epoch
   * milliseconds). Gives what the addresses begin with that this concerns: nothing where it was forgotten before.
   */
  forget(source: Source, before?: number): Promise<readonly string[]>;
}

/** Who a bot token belongs to, as auth.test tells. */
export interface Identity {
  readonly teamId: string;
  readonly teamName: string;
  readonly botUserId: string;
  readonly botId: string;
  readonly enterpriseId?: string;
  /** It acts in every workspace of an organization. */
  readonly isForOrganization: boolean;
  readonly scopes: readonly string[];
}

/** What the addresses begin with where an identity acts: all of them where it does for an organization. */
export function realmOf({ isForOrganization, teamId }: Identity): string {
  return isForOrganization ? everywhere : teamRealm(teamId);
}

interface TokenLife {
  /** When Slack has last accepted it, epoch milliseconds. */
  readonly acceptedAt: number;
  /** It is good for nothing now. */
  readonly onForgotten: () => void;
}

/** The one workspace, or organization, of a token that the operator has set. */
export function createSingleWorkspace(
  botToken: string,
  identity: Identity,
  life?: TokenLife,
): Workspaces {
  const { teamId, botUserId, botId, enterpriseId, isForOrganization, scopes } = identity;
  let isForgotten = false;
  const find = async (source: Source): Promise<Access | undefined> => {
    const isOurs =
      isForOrganization || source.teamId === undefined || source.teamId === identity.teamId;
    if (isForgotten || !isOurs) return undefined;
    return {
      botToken,
      botUserId,
      botId,
      teamId: source.teamId ?? teamId,
      ...(enterpriseId !== undefined && { enterpriseId }),
      scopes,
    };
  };
  return {
    access: find,
    renewed: find,
    async forget(source, before = Number.POSITIVE_INFINITY) {
      const isOurs = isForOrganization
        ? source.enterpriseId === undefined || source.enterpriseId === enterpriseId
        : source.teamId === teamId;
      if (isForgotten || !isOurs || (life?.acceptedAt ?? 0) > before) return [];
      isForgotten = true;
      life?.onForgotten();
      return [realmOf(identity)];
    },
  };
}
