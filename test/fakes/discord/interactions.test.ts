import {
  type APILabelComponent,
  ButtonStyle,
  ComponentType,
  type Interaction,
  type InteractionReplyOptions,
  MessageFlags,
  PermissionFlagsBits,
  Routes,
  TextInputStyle,
} from 'discord.js';
import { describe, expect, test } from 'vitest';
import { fakeForTest, loginTo, registerCommands, restOf } from './client.ts';
import type { FakeDiscordOptions } from './open-fake-discord.ts';

const quiet = { allowedMentions: { parse: [] } } satisfies InteractionReplyOptions;
const buttons = (...labels: string[]) => ({
  type: ComponentType.ActionRow as const,
  components: labels.map((label) => ({
    type: ComponentType.Button as const,
    style: ButtonStyle.Secondary as const,
    label,
    customId: `p1:${label}`,
  })),
});

async function open(
  answer: (interaction: Interaction) => unknown,
  options: FakeDiscordOptions = {},
) {
  const fake = await fakeForTest({ settleMs: 300, ...options });
  const guild = fake.addGuild({
    name: 'Reading group',
    channels: [{ name: 'general' }, { name: 'papers', permissions: 1_024n }],
    members: [{ name: 'ana', permissions: PermissionFlagsBits.ManageGuild }, { name: 'ben' }],
  });
  await registerCommands(fake);
  const { client, errors } = await loginTo(fake, answer);
  const { ana = '', ben = '' } = guild.members;
  const follow = (topic = 'agents') =>
    fake.slash({ user: ana, guild: guild.id, command: 'papers my follow', options: { topic } });
  return { fake, guild, client, errors, ana, ben, follow };
}

describe('a slash command', () => {
  test('arrives with its options, person and place, and its answer is seen', async () => {
    const seen: unknown[] = [];
    const { fake, follow } = await open(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      const { options, guild, memberPermissions } = interaction;
      seen.push(options.getSubcommandGroup(), options.getSubcommand(), options.getString('topic'));
      seen.push(guild?.name, memberPermissions?.has('ManageGuild'), interaction.user.username);
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      await interaction.editReply({ ...quiet, content: 'You follow agents.' });
      await interaction.followUp({ ...quiet, content: 'Everyone: look!' });
    });
    const trace = await follow();
    expect(seen).toEqual(['my', 'follow', 'agents', 'Reading group', true, 'ana']);
    expect(trace.message?.content).toBe('You follow agents.');
    expect(trace.isEphemeral).toBe(true);
    expect(trace.isLoading).toBe(false);
    expect(trace.callbackMs).toBeLessThan(1_000);
    await expect
      .poll(() => trace.followUps.map(({ content }) => content))
      .toEqual(['Everyone: look!']);
    expect(fake.messages(trace.place.channel.id)).toEqual(trace.followUps);
    expect(fake.violations).toEqual([]);
  });

  test('names a channel with what the bot may do there', async () => {
    const { fake, guild, ana } = await open(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      const raw = interaction.options.resolved?.channels?.first();
      await interaction.reply({
        ...quiet,
        content: `${raw?.id} ${interaction.options.getInteger('count')}`,
      });
    });
    const options = { channel: guild.channels.papers ?? '', count: 5 };
    const trace = await fake.slash({ user: ana, guild: guild.id, command: 'digest add', options });
    expect(trace.message?.content).toBe(`${guild.channels.papers} 5`);
    expect(fake.violations).toEqual([]);
  });

  test('works in direct messages where it is made for them', async () => {
    const { fake, ana } = await open(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.reply({
        ...quiet,
        content: `${interaction.context} ${interaction.guildId}`,
      });
    });
    const ask = (command: string, options = {}) => fake.slash({ user: ana, command, options });
    const trace = await ask('papers my follow', { topic: 'agents' });
    expect(trace.message?.content).toBe('1 null');
    expect(fake.dms(ana)).toEqual([trace.message]);
    await expect(ask('digest add')).rejects.toThrow('is not shown to ana');
  });

  test('works for who installed it, where the bot is no member', async () => {
    const { fake, ana } = await open(
      async (interaction) => {
        if (!interaction.isChatInputCommand()) return;
        const { context, guildId, authorizingIntegrationOwners: owners } = interaction;
        await interaction.reply({ ...quiet, content: `${context} ${guildId} ${owners[1]}` });
        for (let sent = 0; sent < 6; sent += 1)
          await interaction.followUp({ ...quiet, content: 'more' });
      },
      { rate: { webhooks: { limit: 100, windowMs: 1_000 } } },
    );
    const elsewhere = fake.addGuild({
      name: 'Elsewhere',
      state: 'left',
      channels: [{ name: 'chat' }],
    });
    const options = { topic: 'agents' };
    const ask = (place: object) =>
      fake.slash({ user: ana, command: 'papers my follow', options, ...place });
    const inside = await ask({ guild: elsewhere.id });
    expect(inside.message?.content).toBe(`0 ${elsewhere.id} ${ana}`);
    await expect.poll(() => fake.violations.join()).toMatch(/more than 5 follow-ups/);
    const channel = fake.addPrivateChannel('Ana and friends');
    expect((await ask({ channel })).message?.content).toBe(`2 null ${ana}`);
    const digest = fake.slash({ user: ana, guild: elsewhere.id, command: 'digest add' });
    await expect(digest).rejects.toThrow('is not shown to ana');
  });

  test('that a client would not send is refused', async () => {
    const { fake, guild, ana } = await open(() => undefined);
    const ask = (command: string, options: Record<string, string | number>) =>
      fake.slash({ user: ana, guild: guild.id, command, options });
    await expect(ask('papers', {})).rejects.toThrow('cannot be used by itself');
    await expect(ask('papers my unfollow', {})).rejects.toThrow('There is no /papers my unfollow');
    await expect(ask('papers my follow', {})).rejects.toThrow('needs the option “topic”');
    await expect(ask('papers my follow', { topic: 1 })).rejects.toThrow('must be text');
    await expect(ask('digest add', { count: 11 })).rejects.toThrow('must be 1 to 10');
    await expect(ask('digest add', { channel: '1' })).rejects.toThrow('Channel 1 cannot be chosen');
    await expect(ask('digest add', { size: 1 })).rejects.toThrow('no option “size”');
    await expect(ask('help', {})).rejects.toThrow('it registered: papers, digest, Look up papers');
  });
});

describe('buttons, selects and modals', () => {
  test('a button edits the message that it is on', async () => {
    const { fake, ana, ben, follow } = await open(async (interaction) => {
      if (interaction.isChatInputCommand()) {
        await interaction.reply({
          ...quiet,
          flags: MessageFlags.Ephemeral,
          content: 'page 1',
          components: [buttons('Next', 'Close')],
        });
      } else if (interaction.isButton()) {
        await interaction.deferUpdate();
        await interaction.editReply({ ...quiet, content: `after ${interaction.customId}` });
      }
    });
    const { message } = await follow();
    if (message === undefined) throw new Error('There is no answer.');
    const trace = await fake.press(message, 'Next', ana);
    expect(trace.message).toMatchObject({ id: message.id, content: 'after p1:Next' });
    expect(trace.isEphemeral).toBe(true);
    await expect(fake.press(message, 'Later', ana)).rejects.toThrow('It has: Next, Close');
    await expect(fake.press(message, 'Next', ben)).rejects.toThrow('sees no message');
    expect(fake.violations).toEqual([]);
  });

  test('a select gives the chosen values', async () => {
    const { fake, ana, follow } = await open(async (interaction) => {
      if (interaction.isChatInputCommand()) {
        const options = ['One', 'Two'].map((label) => ({ label, value: label.toLowerCase() }));
        const select = { type: ComponentType.StringSelect as const, customId: 'pick', options };
        await interaction.reply({
          ...quiet,
          content: 'Which?',
          components: [{ type: ComponentType.ActionRow, components: [select] }],
        });
      } else if (interaction.isStringSelectMenu()) {
        await interaction.update({ ...quiet, content: interaction.values.join(), components: [] });
      }
    });
    const { message } = await follow();
    if (message === undefined) throw new Error('There is no answer.');
    const trace = await fake.select(message, ['Two'], ana);
    expect(trace.message?.content).toBe('two');
    expect(fake.violations).toEqual([]);
  });

  test('a modal keeps what stands in it, and is judged like a client does', async () => {
    const { fake, follow } = await open(async (interaction) => {
      if (interaction.isChatInputCommand()) {
        const input = (id: string, value: string): APILabelComponent => ({
          type: ComponentType.Label,
          label: id.toUpperCase(),
          component: {
            type: ComponentType.TextInput,
            style: TextInputStyle.Short,
            custom_id: id,
            value,
            max_length: 20,
          },
        });
        await interaction.showModal({
          custom_id: 'f1:add',
          title: 'A new digest',
          components: [input('topic', ''), input('time', '09:00')],
        });
      } else if (interaction.isModalSubmit()) {
        const { fields } = interaction;
        const content = `${fields.getTextInputValue('topic')} at ${fields.getTextInputValue('time')}`;
        await interaction.reply({ ...quiet, content });
      }
    });
    const trace = await follow();
    expect(trace.modal?.title).toBe('A new digest');
    const sent = await fake.submitModal(trace, { TOPIC: 'agents' });
    expect(sent.message?.content).toBe('agents at 09:00');
    await expect(fake.submitModal(trace, {})).rejects.toThrow('“topic” must be filled in');
    await expect(fake.submitModal(trace, { topic: 'a'.repeat(21) })).rejects.toThrow('0 to 20');
    await expect(fake.submitModal(trace, { hour: '9' })).rejects.toThrow('no input “hour”');
    expect(fake.violations).toEqual([]);
  });

  test('autocomplete and the message menu', async () => {
    const { fake, guild, ana } = await open(async (interaction) => {
      if (interaction.isAutocomplete()) {
        const { name, value } = interaction.options.getFocused(true);
        await interaction.respond([{ name: `${name}: ${value}`, value: 'agents' }]);
      } else if (interaction.isMessageContextMenuCommand()) {
        const content = interaction.targetMessage.content.toUpperCase();
        await interaction.reply({ ...quiet, content });
      }
    });
    const offers = await fake.autocomplete({
      user: ana,
      guild: guild.id,
      command: 'papers my follow',
      options: { topic: 'ag' },
      focused: 'topic',
    });
    expect(offers.choices).toEqual([{ name: 'topic: ag', value: 'agents' }]);
    expect(offers.ms).toBeLessThan(1_000);
    const message = fake.say(guild.channels.general ?? '', ana, 'arxiv 2401.00001');
    const trace = await fake.messageCommand({ user: ana, command: 'Look up papers', message });
    expect(trace.message?.content).toBe('ARXIV 2401.00001');
    expect(fake.violations).toEqual([]);
  });
});

describe('what Discord forbids is a violation', () => {
  test.each<[string, (interaction: Interaction) => unknown, RegExp]>([
    ['no answer', () => undefined, /not acknowledged in time/],
    [
      'a second answer',
      async (interaction) => {
        if (!interaction.isChatInputCommand()) return;
        await interaction.reply({ ...quiet, content: 'one' });
        const body = { type: 4, data: { content: 'two', allowed_mentions: { parse: [] } } };
        const route = Routes.interactionCallback(interaction.id, interaction.token);
        await interaction.client.rest.post(route, { body, auth: false });
      },
      /acknowledged twice/,
    ],
    [
      'an edit before the answer',
      async (interaction) => {
        const route = Routes.webhookMessage(interaction.applicationId, interaction.token);
        const body = { content: 'early', allowed_mentions: { parse: [] } };
        await interaction.client.rest.patch(route, { body, auth: false });
      },
      /before it was acknowledged/,
    ],
    [
      'an unknown interaction',
      (interaction) => {
        const route = Routes.interactionCallback('1', 'no-token');
        return interaction.client.rest.post(route, { body: { type: 5 }, auth: false });
      },
      /there is no such interaction/,
    ],
    [
      'a kind of answer that does not fit',
      (interaction) => {
        const route = Routes.interactionCallback(interaction.id, interaction.token);
        return interaction.client.rest.post(route, { body: { type: 6 }, auth: false });
      },
      /ApplicationCommand cannot be answered by DeferredMessageUpdate/,
    ],
    [
      'V2 in a deferral',
      (interaction) => {
        const route = Routes.interactionCallback(interaction.id, interaction.token);
        const body = { type: 5, data: { flags: 64 | 32_768 } };
        return interaction.client.rest.post(route, { body, auth: false });
      },
      /deferred answer can only be ephemeral/,
    ],
    [
      'pings left open',
      (interaction) => interaction.isChatInputCommand() && interaction.reply('hello @everyone'),
      /allowed_mentions is missing/,
    ],
    [
      'V2 beside content',
      async (interaction) => {
        if (!interaction.isChatInputCommand()) return;
        await interaction.reply({ ...quiet, content: 'classic' });
        const components = [{ type: ComponentType.TextDisplay as const, content: 'new' }];
        await interaction.editReply({ ...quiet, flags: MessageFlags.IsComponentsV2, components });
      },
      /the V2 flag has content or embeds/,
    ],
  ])('%s', async (_, answer, violation) => {
    const { fake, follow } = await open(answer, { ackDeadlineMs: 200 });
    await follow();
    await expect.poll(() => fake.violations.join('\n')).toMatch(violation);
  });

  test('an answer after the deadline, and one after the token has expired', async () => {
    const { fake, follow, errors } = await open(
      async (interaction) => {
        if (!interaction.isChatInputCommand()) return;
        const isLate = interaction.options.getString('topic') === 'late';
        if (isLate) await new Promise((resolve) => setTimeout(resolve, 200));
        await interaction.deferReply();
        await new Promise((resolve) => setTimeout(resolve, 250));
        await interaction.editReply({ ...quiet, content: 'done' });
      },
      { ackDeadlineMs: 100, tokenLifeMs: 200 },
    );
    const late = await follow('late');
    expect(late.callback).toBeUndefined();
    const loading = await follow('in time');
    expect(loading.isLoading).toBe(true);
    await expect.poll(() => errors).toMatchObject([{ code: 10062 }, { code: 50027 }]);
    expect(fake.violations).toEqual([
      expect.stringContaining('was not acknowledged in time'),
      expect.stringMatching(/: acknowledged after \d+ ms/),
      expect.stringContaining('after its token had expired'),
    ]);
  });
});

test('a private answer stands in no channel', async () => {
  const { fake, guild, follow } = await open(async (interaction) => {
    if (!interaction.isChatInputCommand()) return;
    await interaction.reply({ ...quiet, content: 'for you', flags: MessageFlags.Ephemeral });
  });
  await follow();
  const general = guild.channels.general ?? '';
  expect(fake.messages(general)).toEqual([]);
  expect(await restOf(fake).get(Routes.channelMessages(general))).toEqual([]);
});
