import type {
  BlockAction,
  GlobalShortcut,
  MessageShortcut,
  SlashCommand,
  ViewSubmitAction,
} from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { refusal } from '../../../commands/reply.ts';
import { forOthers, lookUp } from '../../../commands/reply-views.ts';
import type { Invocation } from '../../../core/invocation.ts';
import type { Problem } from '../../../core/problem.ts';
import type { Desk } from '../../platform.ts';
import { decodeValue } from '../render/action-value.ts';
import { textOf } from '../render/message-text.ts';
import { readForm, readMetadata, type SubmittedForm } from '../render/modal.ts';
import { renderReply } from '../render/render.ts';
import { formView, refilled, searchForm } from '../render/search-form.ts';
import { standing } from '../who-may-manage.ts';
import { type AnsweringOptions, createAnswering, type Stage } from './answering.ts';
import { createAnswers } from './answers.ts';
import { buttonSpot, commandSpot, interactionSpot, viewOf, withMetadata } from './asked.ts';
import { type AskingOptions, createAsking } from './asking.ts';
import { readCommand } from './read-command.ts';

export interface InteractionsOptions
  extends AskingOptions,
    Omit<AnsweringOptions, 'asking' | 'answers'> {
  readonly desk: Desk;
  readonly web: Pick<WebClient, 'views' | 'conversations'>;
}

/** Each is called when its interaction has been acknowledged. They reject for what could not be answered. */
export interface Interactions {
  command(command: SlashCommand): Promise<void>;
  pressed(body: BlockAction): Promise<void>;
  submitted(body: ViewSubmitAction): Promise<void>;
  search(body: GlobalShortcut): Promise<void>;
  lookUp(body: MessageShortcut): Promise<void>;
}

const outdated: Problem = {
  message: 'This button is of an older message, and I no longer know what it meant.',
  remedy: 'Run the command again; /papers help lists them all.',
};

export function createInteractions(options: InteractionsOptions): Interactions {
  const { desk, commands, web } = options;
  const asking = createAsking(options);
  const answers = createAnswers(web);
  const answering = createAnswering({ ...options, asking, answers });

  /** The form as it was submitted, also for who may not manage the channel that they picked; undefined where it is gone. */
  async function formAgain(
    { path, args, metadata, channel: picked }: SubmittedForm,
    typed: readonly string[],
    invocation: Invocation,
  ): Promise<ModalView | undefined> {
    const hidden = Object.entries(args).filter(([name]) => !typed.includes(name));
    const actor = { ...invocation.actor, canManage: true };
    const form =
      path.join(' ') === searchForm.path.join(' ')
        ? searchForm
        : await desk.form({ ...invocation, actor, args: Object.fromEntries(hidden) });
    const question = picked === undefined ? undefined : { picked };
    return form && formView(refilled(form, args), metadata, question);
  }

  return {
    async command(command) {
      const spot = commandSpot(command);
      const read = readCommand(command.text, commands);
      if (!read.ok) return answers.respond(spot, refusal(read.problem));
      await answering.carryOut(read.value, spot, false);
    },
    async pressed(body) {
      const [action] = body.actions;
      const decoded = action?.type === 'button' ? decodeValue(action.value ?? '') : undefined;
      const found = buttonSpot(body);
      if (decoded === undefined || found === undefined) return;
      const spot = withMetadata(found, readMetadata(body.view?.private_metadata ?? ''));
      if (decoded.kind === 'outdated') return answering.reply(refusal(outdated), spot);
      if (decoded.kind === 'action') return answering.carryOut(decoded, spot, true);
      const invocation = await asking.invocationOf(decoded, spot);
      await answers.respond(spot, forOthers(await desk.dispatch(invocation)), {
        sharedBy: spot.user,
      });
    },
    async submitted(body) {
      const form = readForm(body.view);
      const found = interactionSpot(body);
      if (form === undefined || found === undefined) return;
      const spot = { ...withMetadata(found, form.metadata), ...viewOf(body.view) };
      const access = await answering.accessOf(spot);
      const { id } = body.view;
      const stage: Stage = {
        access,
        spot,
        screen: { kind: 'view', id, depth: spot.view?.depth ?? 1 },
      };
      await answering.guarded(stage, async () => {
        const target = form.channel ?? form.metadata.target;
        const asked = { ...form, ...(target !== undefined && { target }) };
        const problem = await asking.problemBefore(asked, spot, access, false);
        const invocation = await asking.invocationOf(asked, spot);
        const reply = problem === undefined ? await desk.dispatch(invocation) : refusal(problem);
        if (reply.ok) return answering.finish(stage, invocation, reply);
        const again = await formAgain(form, Object.keys(body.view.state.values), invocation);
        if (again === undefined) return answering.show(stage, reply);
        const blocks = [...(renderReply(reply).blocks ?? []), ...again.blocks];
        await answers.update(access.botToken, id, { ...again, blocks });
      });
    },
    async search(body) {
      const spot = interactionSpot(body);
      const view = formView(searchForm, {});
      if (spot?.triggerId === undefined || view === undefined) return;
      const { botToken: token } = await answering.accessOf(spot);
      await web.views.open({ token, trigger_id: spot.triggerId, view });
    },
    async lookUp(body) {
      const spot = interactionSpot(body);
      if (spot === undefined) return;
      const access = await answering.accessOf(spot);
      const screen = await answers.open(access.botToken, spot);
      const stage = { access, spot, screen };
      await answering.guarded(stage, async () =>
        answering.show(stage, await lookUp(desk.dispatch, textOf(body.message), standing(spot))),
      );
    },
  };
}
