import {
  type APIApplicationCommand,
  ApplicationCommandType,
  ApplicationIntegrationType,
  type RESTPutAPIApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import { ok, refuse } from './answer.ts';
import { checkCommands } from './command-limits.ts';
import type { Route } from './route.ts';
import type { World } from './world.ts';

interface ApplicationRouteOptions {
  readonly gatewayUrl: () => string;
  readonly shards: number;
  /** Identifies that are left for the day. */
  readonly remaining: () => number;
}

/** Who the bot is, where its gateway is, which commands it has. */
export function applicationRoutes(world: World, options: ApplicationRouteOptions): Route[] {
  const bot = () => ok({ ...world.bot.api, mfa_enabled: true, locale: 'en-US', verified: true });
  return [
    {
      method: 'GET',
      pattern: '/gateway/bot',
      handle: () =>
        ok({
          url: options.gatewayUrl(),
          shards: options.shards,
          session_start_limit: {
            total: 1_000,
            remaining: options.remaining(),
            reset_after: 86_400_000,
            max_concurrency: options.shards,
          },
        }),
    },
    { method: 'GET', pattern: '/users/@me', handle: bot },
    {
      method: 'GET',
      pattern: '/users/:user',
      handle: ({ params }) => {
        const user = world.users.get(params.user ?? '');
        return user === undefined ? refuse(10013) : ok(user.api);
      },
    },
    { method: 'GET', pattern: '/applications/@me', handle: () => ok(application(world)) },
    {
      method: 'GET',
      pattern: '/oauth2/applications/@me',
      isBeyondSpec: true,
      handle: () => ok(application(world)),
    },
    {
      method: 'GET',
      pattern: '/applications/:application/commands',
      handle: ({ params }) =>
        params.application === world.applicationId ? ok(world.commands) : refuse(50001),
    },
    {
      method: 'PUT',
      pattern: '/applications/:application/commands',
      check: ({ body }) => checkCommands((body ?? []) as RESTPutAPIApplicationCommandsJSONBody),
      handle: ({ params, request }) => {
        if (params.application !== world.applicationId) return refuse(50001);
        const bodies = (request.body ?? []) as RESTPutAPIApplicationCommandsJSONBody;
        world.commands = bodies.map((body) => overwritten(world, body));
        return ok(world.commands);
      },
    },
  ];
}

/** A command as it is kept. One of the same name and type keeps its id. */
function overwritten(
  world: World,
  body: RESTPutAPIApplicationCommandsJSONBody[number],
): APIApplicationCommand {
  const { type = ApplicationCommandType.ChatInput } = body;
  const earlier = world.commands.find((each) => each.name === body.name && each.type === type);
  return {
    default_member_permissions: null,
    description: '',
    integration_types: [ApplicationIntegrationType.GuildInstall],
    nsfw: false,
    ...(withoutDefaults(body) as object),
    type,
    id: earlier?.id ?? world.snowflake(),
    application_id: world.applicationId,
    version: world.snowflake(),
  } as APIApplicationCommand;
}

/** Discord does not give back what says nothing: nulls, and options that are not required. */
function withoutDefaults(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDefaults);
  if (typeof value !== 'object' || value === null) return value;
  const said = Object.entries(value).filter(([, each]) => each !== null && each !== false);
  return Object.fromEntries(said.map(([name, each]) => [name, withoutDefaults(each)]));
}

function application({ applicationId, bot, guilds }: World) {
  return {
    id: applicationId,
    name: 'Paperround',
    icon: null,
    description: '',
    type: null,
    bot: bot.api,
    bot_public: true,
    bot_require_code_grant: false,
    integration_types_config: {},
    verify_key: '0'.repeat(64),
    flags: 0,
    flags_new: '0',
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    owner: { ...bot.api, bot: false },
    approximate_guild_count: guilds.size,
    approximate_user_install_count: 0,
    approximate_user_authorization_count: 0,
    explicit_content_filter: 0,
    team: null,
    eligible_oauth2_scopes: [],
  };
}
