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
  /** How long tokens of a workspace live, in seconds; such come with a refresh token. */
  readonly tokenLife: (team: string) => number | undefined;
  /** The app is taken out of a workspace. */
  readonly uninstall: (team: string) => void;
}

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
        (call.args.grant_type === 'refresh_token' ? refresh(oauth, call) : exchange(oauth, call)),
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

function exchange({ grants, tokenLife }: OAuth, { world, args }: MethodCall): Answer {
  const grant = grants.get(args.code ?? '');
  if (grant === undefined || grant.isUsed) return refuse('invalid_code');
  if ((args.redirect_uri ?? undefined) !== grant.redirectUri) return refuse('bad_redirect_uri');
  grant.isUsed = true;
  const team = teamOf(world, grant.team);
  const token = giveToken(world, team, grant.scopes, { life: tokenLife(team.id) });
  return tokenAnswer(world, team, grant.user, token);
}

function refresh({ tokenLife }: OAuth, { world, args }: MethodCall): Answer {
  const old = [...world.tokens.values()].find(
    ({ refreshToken }) => refreshToken !== undefined && refreshToken === args.refresh_token,
  );
  const team = [...world.teams.values()].find((each) => old && owns(old, each));
  if (old === undefined || team === undefined || old.state === 'revoked') {
    return refuse('invalid_refresh_token');
  }
  delete old.refreshToken;
  const token = giveToken(world, team, [...old.scopes], { life: tokenLife(team.id) });
  return tokenAnswer(world, team, team.botUser, token);
}

/** Whether a token is good for a workspace. */
export function owns({ team, enterprise }: FakeToken, { id, ...of }: FakeTeam): boolean {
  return team === id || (enterprise !== undefined && enterprise === of.enterprise);
}

/** A new bot token of a workspace, or of its organization. `life`: in seconds. */
export function giveToken(
  world: World,
  team: FakeTeam,
  scopes: readonly string[],
  { life, value }: { readonly life?: number | undefined; readonly value?: string | undefined } = {},
): FakeToken {
  const owner =
    team.isOrgWide && team.enterprise ? { enterprise: team.enterprise } : { team: team.id };
  const prefix = life === undefined ? '' : 'xoxe.';
  const token: FakeToken = {
    value: value ?? `${prefix}xoxb-${team.id}-${world.id('s')}`,
    ...owner,
    scopes: new Set(scopes),
    state: 'valid',
    ...(life !== undefined && {
      refreshToken: `xoxe-1-${world.id('r')}`,
      expiresAt: Date.now() + life * 1_000,
    }),
  };
  world.tokens.set(token.value, token);
  return token;
}

function tokenAnswer(world: World, team: FakeTeam, user: string, token: FakeToken): Answer {
  const { value, scopes, refreshToken, expiresAt = 0 } = token;
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
      expires_in: Math.round((expiresAt - Date.now()) / 1_000),
    }),
  });
}
