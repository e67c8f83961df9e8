import { type Answer, ok, refuse } from './answer.ts';
import type { Method, MethodCall } from './method.ts';
import { type FakeTeam, type FakeToken, teamOf, type World } from './world.ts';

/** How the app proves to Slack that it is itself. */
export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What a person's consent gave: changed for a token, once. */
export interface Grant {
  readonly team: string;
  readonly user: string;
  readonly scopes: readonly string[];
  readonly redirectUri: string | undefined;
  isUsed: boolean;
}

export interface OAuth {
  readonly credentials: Credentials;
  readonly grants: Map<string, Grant>;
  /** Whether tokens live 12 hours and come with a refresh token. */
  readonly rotates: (team: string) => boolean;
  /** The app is taken out of a workspace. */
  readonly uninstall: (team: string) => void;
}

const TOKEN_LIFE_SECONDS = 43_200;

export function createOAuthMethods(oauth: OAuth) {
  return {
    'oauth.v2.access': {
      token: 'none',
      required: [],
      optional: [
        'client_id',
        'client_secret',
        'code',
        'redirect_uri',
        'grant_type',
        'refresh_token',
      ],
      handle: (call) =>
        credentialProblem(oauth, call) ??
        (call.args.grant_type === 'refresh_token' ? refresh(call) : exchange(oauth, call)),
    },
    'apps.uninstall': {
      token: 'bot',
      required: ['client_id', 'client_secret'],
      optional: [],
      handle: (call) => {
        const problem = credentialProblem(oauth, call);
        if (problem !== undefined) return problem;
        oauth.uninstall(call.team.id);
        return ok();
      },
    },
  } satisfies Record<string, Method>;
}

function credentialProblem(
  { credentials }: OAuth,
  { world, args }: MethodCall,
): Answer | undefined {
  if (args.client_id !== credentials.clientId) {
    world.report('oauth: wrong client id');
    return refuse('invalid_client_id');
  }
  if (args.client_secret === credentials.clientSecret) return undefined;
  world.report('oauth: wrong client secret');
  return refuse('bad_client_secret');
}

function exchange({ grants, rotates }: OAuth, { world, args }: MethodCall): Answer {
  const grant = grants.get(args.code ?? '');
  if (grant === undefined || grant.isUsed) return refuse('invalid_code');
  if ((args.redirect_uri ?? undefined) !== grant.redirectUri) return refuse('bad_redirect_uri');
  grant.isUsed = true;
  const team = teamOf(world, grant.team);
  const token = giveToken(world, team, grant.scopes, rotates(team.id));
  return tokenAnswer(world, team, grant.user, token);
}

function refresh({ world, args }: MethodCall): Answer {
  const old = [...world.tokens.values()].find(
    ({ refreshToken }) => refreshToken !== undefined && refreshToken === args.refresh_token,
  );
  const team = [...world.teams.values()].find((each) => old && owns(old, each));
  if (old === undefined || team === undefined || old.state === 'revoked') {
    return refuse('invalid_refresh_token');
  }
  delete old.refreshToken;
  return tokenAnswer(world, team, team.botUser, giveToken(world, team, [...old.scopes], true));
}

/** Whether a token is good for a workspace. */
export function owns({ team, enterprise }: FakeToken, { id, ...of }: FakeTeam): boolean {
  return team === id || (enterprise !== undefined && enterprise === of.enterprise);
}

/** A new bot token of a workspace, or of its organization. */
export function giveToken(
  world: World,
  team: FakeTeam,
  scopes: readonly string[],
  rotates: boolean,
  value = `${rotates ? 'xoxe.' : ''}xoxb-${team.id}-${world.id('s')}`,
): FakeToken {
  const owner =
    team.isOrgWide && team.enterprise ? { enterprise: team.enterprise } : { team: team.id };
  const token: FakeToken = {
    value,
    ...owner,
    scopes: new Set(scopes),
    state: 'valid',
    ...(rotates && { refreshToken: `xoxe-1-${world.id('r')}` }),
  };
  world.tokens.set(value, token);
  return token;
}

function tokenAnswer(world: World, team: FakeTeam, user: string, token: FakeToken): Answer {
  const { value, scopes, refreshToken } = token;
  return ok({
    access_token: value,
    token_type: 'bot',
    scope: [...scopes].join(','),
    bot_user_id: team.botUser,
    app_id: world.appId,
    team: team.isOrgWide ? null : { id: team.id, name: team.name },
    enterprise: team.enterprise === undefined ? null : { id: team.enterprise, name: 'org' },
    authed_user: { id: user },
    is_enterprise_install: team.isOrgWide,
    ...(refreshToken !== undefined && {
      refresh_token: refreshToken,
      expires_in: TOKEN_LIFE_SECONDS,
    }),
  });
}
