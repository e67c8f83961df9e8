import {
  type APIApplicationCommandOptionChoice,
  type APIMessage,
  ApplicationCommandType,
  ChannelType,
  ComponentType,
  InteractionType,
} from 'discord-api-types/v10';
import { checkPlace, commandNamed, type OptionValues, slashData } from './command-options.ts';
import { allComponents, componentsOf, isSelect, type LooseComponent } from './components.ts';
import type { InteractionTrace, Place } from './interaction.ts';
import type { Interactions } from './interactions.ts';
import { filledIn, modalComponents } from './modal-values.ts';
import { dmOf, findMessage, MEMBER_PERMISSIONS, type StoredMessage, type World } from './world.ts';

/** Who, and where: without a channel in the direct messages with the bot. Ids all. */
export interface Asker {
  readonly user: string;
  readonly guild?: string;
  /** The guild's first text channel by default. */
  readonly channel?: string;
  /** Instead of what the member may do anyway. */
  readonly permissions?: bigint;
}

export interface SlashCommand extends Asker {
  /** `papers my follow`. */
  readonly command: string;
  readonly options?: OptionValues;
}

/** What people can do with the bot. Each throws for what Discord's client would not let them do. */
export interface People {
  slash(command: SlashCommand): Promise<InteractionTrace>;
  /** Offers for the option `focused`, and how long they took. */
  autocomplete(command: SlashCommand & { readonly focused: string }): Promise<{
    readonly choices: readonly APIApplicationCommandOptionChoice[];
    readonly ms: number;
  }>;
  /** Uses a command of the menu of a message. */
  messageCommand(
    command: Asker & { readonly command: string; readonly message: APIMessage },
  ): Promise<InteractionTrace>;
  /** Presses a button by its label or custom_id. */
  press(
    message: APIMessage,
    button: string,
    user: string,
    permissions?: bigint,
  ): Promise<InteractionTrace>;
  /** Chooses in a select by the labels or values of its options. */
  select(
    message: APIMessage,
    options: readonly string[],
    user: string,
    permissions?: bigint,
  ): Promise<InteractionTrace>;
  /** Sends off a modal. Inputs by label or custom_id; the others keep what stands in them. */
  submitModal(
    trace: InteractionTrace,
    values: Readonly<Record<string, string>>,
  ): Promise<InteractionTrace>;
}

export function createPeople(world: World, interactions: Interactions): People {
  function placeOf({ user, guild, channel, permissions }: Asker): Place {
    const person = world.users.get(user);
    if (person === undefined) throw new Error(`There is no user ${user}.`);
    const there =
      channel === undefined && guild === undefined
        ? dmOf(world, person)
        : [...world.channels.values()].find((each) =>
            channel === undefined
              ? each.guild?.id === guild && each.type === ChannelType.GuildText
              : each.id === channel,
          );
    if (there === undefined) throw new Error(`There is no channel ${channel ?? `in ${guild}`}.`);
    const own = there.guild?.members.get(user) ?? MEMBER_PERMISSIONS;
    return { user: person, channel: there, permissions: permissions ?? own };
  }

  /** A message as a person sees it now, and the component that they use. */
  function use(
    message: APIMessage,
    user: string,
    find: (component: LooseComponent) => boolean,
  ): { readonly source: StoredMessage; readonly component: LooseComponent } {
    const source = findMessage(world, message.channel_id, message.id);
    const isSeen = source !== undefined && (source.viewer ?? user) === user;
    if (!isSeen) throw new Error(`User ${user} sees no message ${message.id}.`);
    const component = componentsOf(source.api).find(find);
    if (component === undefined) {
      const there = componentsOf(source.api).flatMap((each) => each.label ?? each.custom_id ?? []);
      throw new Error(`The message has no such component. It has: ${there.join(', ') || 'none'}.`);
    }
    if (component.disabled === true || component.custom_id === undefined) {
      throw new Error(`${component.label ?? component.custom_id} cannot be used.`);
    }
    return { source, component };
  }

  function click(
    { source, component }: ReturnType<typeof use>,
    asker: Asker,
    values?: readonly string[],
  ): Promise<InteractionTrace> {
    const data = {
      component_type: component.type,
      custom_id: component.custom_id,
      id: component.id,
      ...(values === undefined ? {} : { values }),
    };
    const place = placeOf({ ...asker, channel: source.api.channel_id });
    return interactions.send(InteractionType.MessageComponent, place, data, source);
  }

  return {
    async slash({ command, options = {}, ...asker }) {
      const place = placeOf(asker);
      const data = slashData(world, { path: command, values: options, place });
      return interactions.send(InteractionType.ApplicationCommand, place, data);
    },
    async autocomplete({ command, options = {}, focused, ...asker }) {
      const place = placeOf(asker);
      const data = slashData(world, { path: command, values: options, place, focused });
      const type = InteractionType.ApplicationCommandAutocomplete;
      const trace = await interactions.send(type, place, data);
      return { choices: trace.choices ?? [], ms: trace.callbackMs ?? Number.POSITIVE_INFINITY };
    },
    async messageCommand({ command, message, ...asker }) {
      const place = placeOf({ ...asker, channel: message.channel_id });
      const definition = commandNamed(world, command, ApplicationCommandType.Message);
      checkPlace(definition, place);
      return interactions.send(InteractionType.ApplicationCommand, place, {
        id: definition.id,
        name: definition.name,
        type: ApplicationCommandType.Message,
        target_id: message.id,
        resolved: {
          messages: { [message.id]: message },
          users: { [message.author.id]: message.author },
        },
      });
    },
    async press(message, button, user, permissions) {
      const used = use(
        message,
        user,
        (each) =>
          each.type === ComponentType.Button &&
          (each.label === button || each.custom_id === button),
      );
      return click(used, { user, ...(permissions === undefined ? {} : { permissions }) });
    },
    async select(message, options, user, permissions) {
      const valueNamed = (select: LooseComponent, option: string) =>
        select.options?.find(({ label, value }) => label === option || value === option)?.value;
      const used = use(
        message,
        user,
        (each) =>
          isSelect(each) && options.every((option) => valueNamed(each, option) !== undefined),
      );
      const values = options.flatMap((option) => valueNamed(used.component, option) ?? []);
      const asker = { user, ...(permissions === undefined ? {} : { permissions }) };
      return click(used, asker, values);
    },
    async submitModal(trace, values) {
      const { modal, source } = trace;
      if (modal === undefined) throw new Error('No modal was shown.');
      const top = modal.components as unknown as readonly LooseComponent[];
      const filled = filledIn(allComponents(top), values);
      const stored =
        source === undefined ? undefined : findMessage(world, source.channel_id, source.id);
      const data = { custom_id: modal.custom_id, components: modalComponents(top, filled) };
      return interactions.send(InteractionType.ModalSubmit, trace.place, data, stored);
    },
  };
}
