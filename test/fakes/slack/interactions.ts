import type { View } from '@slack/types';
import { checkView } from './block-kit.ts';
import { type Deliverer, type DeliveryOptions, deliver, nameOf, type Parcel } from './delivery.ts';
import { elementsOf, type FoundElement, findElement, findOption } from './elements.ts';
import { type FilledValues, filledState } from './form-state.ts';
import {
  actionPayload,
  closingPayload,
  commandPayload,
  eventPayload,
  messageShortcutPayload,
  type Source,
  shortcutPayload,
  submissionPayload,
} from './payloads.ts';
import { type ResponseUrls, showMessage } from './response-urls.ts';
import { sendSigned } from './signed-http.ts';
import { createTrace, type Trace } from './trace.ts';
import { changeView, closeModals, pushModal } from './views.ts';
import {
  dmOf,
  type FakeMessage,
  type FakeUser,
  type FakeView,
  type Trigger,
  userOf,
  type World,
} from './world.ts';

export interface InteractionServer {
  readonly deliverer: Deliverer;
  readonly responseUrls: ResponseUrls;
  /** Without a trailing slash. */
  readonly origin: string;
}

export interface CommandOptions extends DeliveryOptions {
  readonly user: string;
  readonly channel: string;
  /** As it is typed after the command. */
  readonly text: string;
  /** `/papers` unless said. */
  readonly command?: string;
}

export interface PressOptions extends DeliveryOptions {
  /** Among several of the same name, from 0. */
  readonly nth?: number;
  /** What is filled in beside it, in a view. */
  readonly values?: FilledValues;
}

export interface EventOptions extends DeliveryOptions {
  readonly team: string;
}

/** What can be pressed: a message, a view, or the last thing that an interaction showed. */
export type Pressable = FakeMessage | FakeView | Trace;

/** What people do, sent to the app. */
export function createInteractions(server: InteractionServer) {
  const { deliverer, responseUrls, origin } = server;
  const { world } = deliverer;

  function newTrigger({ id: user, team }: FakeUser): Trigger {
    const trigger = { id: world.id('N'), team, user, at: Date.now(), isUsed: false };
    world.triggers.set(trigger.id, trigger);
    return trigger;
  }

  /** `channel`: where it can be answered by a `response_url`. */
  async function interact(
    userId: string,
    options: DeliveryOptions,
    build: (source: Source) => Parcel,
    answered?: { readonly channel: string; readonly source?: FakeMessage },
  ): Promise<Trace> {
    const user = userOf(world, userId);
    const trigger = newTrigger(user);
    const url =
      answered &&
      responseUrls.open({
        team: user.team,
        user: user.id,
        channel: answered.channel,
        source: answered.source,
      });
    const responseUrl = url === undefined ? '' : `${origin}/actions/${url.id}`;
    const parcel = build({ user, trigger, responseUrl });
    const delivered = await deliver(deliverer, parcel, options);
    const { body = {}, status = 200 } = delivered.ack ?? {};
    const isMessage = status === 200 && ('text' in body || 'blocks' in body);
    if (isMessage && url !== undefined && parcel.type === 'slash_commands') {
      showMessage(world, url, body);
    }
    return createTrace(world, { delivered, trigger, url });
  }

  function event(body: Readonly<Record<string, unknown>>, { team, ...options }: EventOptions) {
    const payload = eventPayload(world, team, body);
    return deliver(deliverer, { type: 'events_api', payload }, options);
  }

  function act(
    target: Pressable,
    who: string | undefined,
    find: (blocks: FakeMessage['blocks']) => { found: FoundElement; more: Record<string, unknown> },
    { values = {}, nth: _, ...options }: PressOptions,
  ): Promise<Trace> {
    const place = 'trigger' in target ? lastShown(target) : target;
    if ('payload' in place) {
      const { blocks } = place.payload;
      const state = filledState(blocks, values, false);
      const pressed = { ...find(blocks), place: { view: place, state } };
      return interact(who ?? place.user, options, (source) => ({
        type: 'interactive',
        payload: actionPayload(world, source, pressed),
      }));
    }
    const user = who ?? place.viewer;
    if (user === undefined) throw new Error('say who presses: everyone sees this message');
    const pressed = { ...find(place.blocks), place: { message: place } };
    return interact(
      user,
      options,
      (source) => ({ type: 'interactive', payload: actionPayload(world, source, pressed) }),
      { channel: place.channel, source: place },
    );
  }

  return {
    command({ user, channel, text, command = '/papers', ...options }: CommandOptions) {
      return interact(
        user,
        options,
        (source) => ({
          type: 'slash_commands',
          payload: commandPayload(world, source, { command, text, channel }),
        }),
        { channel },
      );
    },

    /** Presses a button, by its action id, its words or its label for screen readers. */
    press(target: Pressable, which: string, user?: string, options: PressOptions = {}) {
      const find = (blocks: FakeMessage['blocks']) => ({
        found: findElement(blocks, which, options.nth),
        more: {},
      });
      return act(target, user, find, options);
    },

    /** Chooses an option of a menu, by its value or its words. */
    choose(
      target: Pressable,
      which: string,
      option: string,
      user?: string,
      options: PressOptions = {},
    ) {
      const find = (blocks: FakeMessage['blocks']) => {
        const found = findElement(blocks, which, options.nth);
        return { found, more: chosen(found, option) };
      };
      return act(target, user, find, options);
    },

    /** Sends a modal with what was filled in; what is not named keeps its value. */
    async submitView(view: FakeView, values: FilledValues = {}, options: DeliveryOptions = {}) {
      if (view.isClosed) throw new Error('this modal is closed');
      const state = filledState(view.payload.blocks, values, true);
      const trace = await interact(view.user, options, (source) => ({
        type: 'interactive',
        payload: { ...submissionPayload(world, source, view, state) },
      }));
      if (trace.ack !== undefined) afterSubmission(world, view, trace);
      return trace;
    },

    /** Closes the topmost modal by its cross. The app hears of it where the view says so. */
    async closeView(view: FakeView, options: DeliveryOptions = {}): Promise<Trace | undefined> {
      const isAll = view.payload.type === 'modal' && view.payload.clear_on_close === true;
      closeModals(world, view.user, isAll);
      if (view.payload.type !== 'modal' || view.payload.notify_on_close !== true) return undefined;
      return interact(view.user, options, (source) => ({
        type: 'interactive',
        payload: { ...closingPayload(world, source, view) },
      }));
    },

    /** A global shortcut. */
    shortcut({
      user,
      callbackId,
      ...options
    }: DeliveryOptions & { user: string; callbackId: string }) {
      return interact(user, options, (source) => ({
        type: 'interactive',
        payload: { ...shortcutPayload(world, source, callbackId) },
      }));
    },

    messageShortcut({
      user,
      message,
      callbackId,
      ...options
    }: DeliveryOptions & { user: string; message: FakeMessage; callbackId: string }) {
      return interact(
        user,
        options,
        (source) => ({
          type: 'interactive',
          payload: { ...messageShortcutPayload(world, source, { message, callbackId }) },
        }),
        { channel: message.channel, source: message },
      );
    },

    event,

    /** A person looks at the app's Home tab, or at its messages. */
    openHome(user: string, tab: 'home' | 'messages' = 'home', options: DeliveryOptions = {}) {
      const person = userOf(world, user);
      const channel = dmOf(world, person).id;
      const body = { type: 'app_home_opened', user, channel, tab };
      return event(body, { team: person.team, ...options });
    },

    /** The same payload once more, as Slack sends it when it saw no acknowledgement. */
    repeat({ parcel }: Pick<Trace, 'parcel'>, retry = { num: 1, reason: 'http_timeout' }) {
      return deliver(deliverer, parcel, { retry });
    },

    /** The same request to the byte, as an eavesdropper sends it. Resolves with the HTTP status. */
    async replay({ request, parcel }: Pick<Trace, 'request' | 'parcel'>): Promise<number> {
      if (request === undefined) throw new Error(`${nameOf(parcel)} did not go over HTTP`);
      return (await sendSigned(request)).status;
    },
  };
}

function lastShown({ shown, trigger }: Trace): FakeMessage | FakeView {
  const last = trigger.opened ?? shown.at(-1);
  if (last === undefined) throw new Error('the interaction showed nothing to press');
  return last;
}

function chosen(found: FoundElement, option: string): Record<string, unknown> {
  switch (found.element.type) {
    case 'channels_select':
      return { selected_channel: option };
    case 'conversations_select':
      return { selected_conversation: option };
    case 'users_select':
      return { selected_user: option };
    case 'timepicker':
      return { selected_time: option };
    case 'checkboxes':
      return { selected_options: [findOption(found, option)] };
    case 'plain_text_input':
      return { value: option };
    default:
      return { selected_option: findOption(found, option) };
  }
}

/** What the acknowledgement of a submission does to the modals. */
function afterSubmission(world: World, view: FakeView, { ack, user }: Trace): void {
  const { response_action: action, view: next, errors } = ack?.body ?? {};
  if (action === 'update' || action === 'push') showNext(world, view, next, action);
  else if (action === 'errors') judgeErrors(world, view, errors);
  else closeModals(world, user, action === 'clear');
}

function showNext(world: World, view: FakeView, next: unknown, action: 'update' | 'push'): void {
  const problems = checkView(next);
  world.report(...problems.map((problem) => `view in an acknowledgement: ${problem}`));
  if (problems.length > 0) return;
  const { team, user } = view;
  if (action === 'update') changeView(world, view, next as View);
  else if (pushModal(world, { team, user, view: next as View }) === undefined) {
    world.report('view_submission: three modals are open already');
  }
}

function judgeErrors(world: World, view: FakeView, errors: unknown): void {
  const inputs = elementsOf(view.payload.blocks).filter(({ isInput }) => isInput);
  const named = Object.keys((errors ?? {}) as object);
  const stray = named.filter((id) => !inputs.some(({ blockId }) => blockId === id));
  if (named.length === 0) world.report('view_submission: errors without any error');
  for (const id of stray) world.report(`view_submission: an error for ${id}, which is no input`);
}
