import { type Answer, ok, refuse } from './answer.ts';
import { userObject } from './api-objects.ts';
import { isYes, type Method, type MethodCall, tier } from './method.ts';

export const accountMethods = {
  'auth.test': {
    token: 'any',
    required: [],
    optional: [],
    handle: ({ world, team, token }) =>
      ok({
        url: `https://${team.name}.slack.example/`,
        team: team.name,
        user: 'paperround',
        team_id: token.enterprise ?? team.id,
        user_id: team.botUser,
        bot_id: team.botId,
        app_id: world.appId,
        is_enterprise_install: token.enterprise !== undefined,
        ...(token.enterprise !== undefined && { enterprise_id: token.enterprise }),
      }),
  },
  'auth.revoke': {
    token: 'bot',
    perMinute: tier.three,
    required: [],
    optional: ['test'],
    handle: ({ token, args }) => {
      if (!isYes(args.test)) token.state = 'revoked';
      return ok({ revoked: !isYes(args.test) });
    },
  },
  'users.info': {
    token: 'bot',
    scopes: ['users:read'],
    perMinute: tier.four,
    required: ['user'],
    optional: ['include_locale'],
    handle: userInfo,
  },
} satisfies Record<string, Method>;

function userInfo({ world, args, team }: MethodCall): Answer {
  const user = world.users.get(args.user ?? '');
  if (user === undefined || user.team !== team.id) return refuse('user_not_found');
  return ok({ user: userObject(user, isYes(args.include_locale)) });
}
