import { Client, Events, GatewayIntentBits, type Interaction, REST, Routes } from 'discord.js';
import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type RESTPutAPIApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import { onTestFinished } from 'vitest';
import { type FakeDiscord, type FakeDiscordOptions, openFakeDiscord } from './open-fake-discord.ts';

/** A fake that is closed when the test ends. */
export async function fakeForTest(options?: FakeDiscordOptions): Promise<FakeDiscord> {
  const fake = await openFakeDiscord(options);
  onTestFinished(() => fake.close());
  return fake;
}

/** A REST client with the fake's token. Without retries unless told. */
export function restOf(fake: FakeDiscord, retries = 0): REST {
  return new REST({ api: fake.url, version: '10', retries }).setToken(fake.token);
}

/** A real discord.js, ready, that answers interactions. What it throws is not lost: `errors` has it. */
export async function loginTo(
  fake: FakeDiscord,
  answer: (interaction: Interaction) => unknown = () => undefined,
): Promise<{ readonly client: Client<true>; readonly errors: unknown[] }> {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    shards: 'auto',
    rest: { api: fake.url, version: '10', retries: 0 },
  });
  onTestFinished(() => client.destroy());
  const errors: unknown[] = [];
  client.on(Events.InteractionCreate, (interaction) => {
    Promise.resolve(answer(interaction)).catch((error: unknown) => errors.push(error));
  });
  const ready = new Promise<Client<true>>((resolve) => {
    client.once(Events.ClientReady, resolve);
  });
  await client.login(fake.token);
  return { client: await ready, errors };
}

const topic: APIApplicationCommandBasicOption = {
  type: ApplicationCommandOptionType.String,
  name: 'topic',
  description: 'What it is about',
  required: true,
  autocomplete: true,
};

/** A command with a group, one with a channel, one of the message menu. */
export const someCommands: RESTPutAPIApplicationCommandsJSONBody = [
  {
    name: 'papers',
    description: 'Find papers',
    contexts: [0, 1, 2],
    integration_types: [0, 1],
    options: [
      {
        type: ApplicationCommandOptionType.SubcommandGroup,
        name: 'my',
        description: 'Your own digest',
        options: [
          {
            type: ApplicationCommandOptionType.Subcommand,
            name: 'follow',
            description: 'Follow a topic',
            options: [topic],
          },
        ],
      },
    ],
  },
  {
    name: 'digest',
    description: 'Send digests',
    contexts: [0],
    default_member_permissions: '32',
    options: [
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'add',
        description: 'Send a digest to a channel',
        options: [
          { type: ApplicationCommandOptionType.Channel, name: 'channel', description: 'Where' },
          {
            type: ApplicationCommandOptionType.Integer,
            name: 'count',
            description: 'How many',
            min_value: 1,
            max_value: 10,
          },
        ],
      },
    ],
  },
  { name: 'Look up papers', type: ApplicationCommandType.Message },
];

export async function registerCommands(fake: FakeDiscord): Promise<void> {
  const route = Routes.applicationCommands(fake.applicationId);
  await restOf(fake).put(route, { body: someCommands });
}
